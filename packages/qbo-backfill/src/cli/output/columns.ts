import measure from 'fast-string-width'

/** The columns that a text takes on a terminal: characters of Chinese or Japanese and emoji take two. */
export function widthOf(text: string): number {
  return measure(text)
}

/** Filled with spaces to a width: at the end, or before what belongs at the right. */
export function padTo(text: string, width: number, atRight = false): string {
  const spaces = ' '.repeat(Math.max(0, width - widthOf(text)))
  return atRight ? spaces + text : text + spaces
}

/** As much of the beginning as a width has room for, in whole characters. */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let cut = ''
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    if (widthOf(cut + segment) > width) break
    cut += segment
  }
  return cut
}
