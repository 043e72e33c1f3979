/**
 * The same answer with only some fields of its records, to be parsed in the place of the whole: an invoice of 2.8 KB
 * has 60 objects in it, and of a page that is written as text only a few fields are ever looked at. Making the objects
 * and throwing them away was a third of the client's time and most of its garbage.
 *
 * Undefined for what is no JSON as far as one can see without parsing it; the parser says so then. What is left out is
 * not validated: PostgreSQL will, which takes all of the text.
 */
export function leanText(text: string, fields: readonly string[]): string | undefined {
  const pieces: string[] = []
  let copiedTo = 0
  const leanRecord = (start: number): number => {
    const kept: string[] = []
    const end = eachMember(text, start, (key, afterKey, value) => {
      const afterValue = endOfValue(text, value)
      if (isWanted(text, key, afterKey, fields)) kept.push(text.slice(key, afterValue))
      return afterValue
    })
    pieces.push(text.slice(copiedTo, start), '{', kept.join(','), '}')
    copiedTo = end
    return end
  }
  const leanRecords = (start: number): number =>
    eachElement(text, start, (element) =>
      text[element] === '{' ? leanRecord(element) : endOfValue(text, element),
    )
  try {
    const end = eachMember(text, skipSpace(text, 0), (key, afterKey, value) => {
      if (!isWanted(text, key, afterKey, ['QueryResponse']) || text[value] !== '{')
        return endOfValue(text, value)
      return eachMember(text, value, (_key, _afterKey, inside) =>
        text[inside] === '[' ? leanRecords(inside) : endOfValue(text, inside),
      )
    })
    return pieces.join('') + text.slice(Math.min(copiedTo, end))
  } catch {
    return undefined
  }
}

/** Thrown to leave the scan, made once: it is no error of anybody's. */
const noJson = new Error('This is no JSON.')

const quote = 34
const comma = 44
const colon = 58
const openBracket = 91
const backslash = 92
const closeBracket = 93
const openBrace = 123
const closeBrace = 125

/** Visits the members of the object at `start`; the visitor answers where the value ends. Answers where the object ends. */
function eachMember(
  text: string,
  start: number,
  visit: (key: number, afterKey: number, value: number) => number,
): number {
  if (text.charCodeAt(start) !== openBrace) throw noJson
  let at = skipSpace(text, start + 1)
  if (text.charCodeAt(at) === closeBrace) return at + 1
  for (;;) {
    if (text.charCodeAt(at) !== quote) throw noJson
    const afterKey = endOfString(text, at)
    const separator = skipSpace(text, afterKey)
    if (text.charCodeAt(separator) !== colon) throw noJson
    const after = skipSpace(text, visit(at, afterKey, skipSpace(text, separator + 1)))
    const code = text.charCodeAt(after)
    if (code === closeBrace) return after + 1
    if (code !== comma) throw noJson
    at = skipSpace(text, after + 1)
  }
}

function eachElement(text: string, start: number, visit: (element: number) => number): number {
  let at = skipSpace(text, start + 1)
  if (text.charCodeAt(at) === closeBracket) return at + 1
  for (;;) {
    const after = skipSpace(text, visit(at))
    const code = text.charCodeAt(after)
    if (code === closeBracket) return after + 1
    if (code !== comma) throw noJson
    at = skipSpace(text, after + 1)
  }
}

function endOfValue(text: string, start: number): number {
  const first = text.charCodeAt(start)
  if (first === quote) return endOfString(text, start)
  if (first === openBrace || first === openBracket) return endOfNested(text, start)
  let at = start
  while (!isEnd(text.charCodeAt(at))) at++
  if (at === start) throw noJson
  return at
}

function endOfNested(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length;) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      at = endOfString(text, at)
      continue
    }
    at++
    if (code === openBrace || code === openBracket) depth++
    else if ((code === closeBrace || code === closeBracket) && --depth === 0) return at
  }
  throw noJson
}

/** Where the string that opens at `start` is over: after a quote with an even number of backslashes before it. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    at = text.indexOf('"', at)
    if (at === -1) throw noJson
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++
    if (slashes % 2 === 0) return at + 1
  }
}

/** A key written with an escape may be any key: it is kept, and the parser reads it. */
function isWanted(text: string, key: number, afterKey: number, fields: readonly string[]): boolean {
  const length = afterKey - key - 2
  for (const field of fields) if (field.length === length && text.startsWith(field, key + 1)) return true
  for (let at = key; at < afterKey; at++) if (text.charCodeAt(at) === backslash) return true
  return false
}

function skipSpace(text: string, start: number): number {
  let at = start
  for (let code = text.charCodeAt(at); code === 32 || (code >= 9 && code <= 13); code = text.charCodeAt(at))
    at++
  return at
}

/** What ends a number or a word; the end of the text too (NaN). */
function isEnd(code: number): boolean {
  return code === comma || code === closeBrace || code === closeBracket || code <= 32 || Number.isNaN(code)
}
