const backslash = 92

/** The position after the JSON string that begins at `quote`; `undefined` if the text ends inside it. */
export function stringEnd(text: string, quote: number): number | undefined {
  let at = quote
  while ((at = text.indexOf('"', at + 1)) !== -1) {
    let escapes = 0
    while (text.charCodeAt(at - 1 - escapes) === backslash) escapes++
    if (escapes % 2 === 0) return at + 1
  }
  return undefined
}
