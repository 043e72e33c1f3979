/**
 * The same answer with only some fields of its records, to be parsed in the place of the whole: an invoice of 2.8 KB
 * has 60 objects in it, and of a page that is stored as it came only a few fields are ever looked at. Making the objects
 * and throwing them away was a third of the client's time and most of its garbage. Bytes and not characters: to decode
 * all of a page for this would cost as much again.
 *
 * Undefined for what is no JSON as far as one can see without parsing it; the parser says so then. What is left out is
 * not validated: PostgreSQL will, which takes all of the answer.
 *
 * @param fields names of fields, in UTF-8
 */
export function leanText(bytes: Buffer, fields: readonly Buffer[]): string | undefined {
  const pieces: string[] = []
  let copiedTo = 0
  const leanRecord = (start: number): number => {
    pieces.push(bytes.toString('utf8', copiedTo, start + 1))
    let isFirst = true
    const end = eachMember(bytes, start, (key, afterKey, value) => {
      const afterValue = endOfValue(bytes, value)
      if (isWanted(bytes, key, afterKey, fields)) {
        if (!isFirst) pieces.push(',')
        isFirst = false
        pieces.push(bytes.toString('utf8', key, afterValue))
      }
      return afterValue
    })
    copiedTo = end - 1
    return end
  }
  const leanRecords = (start: number): number =>
    eachElement(bytes, start, (element) =>
      bytes[element] === openBrace ? leanRecord(element) : endOfValue(bytes, element),
    )
  try {
    eachMember(bytes, skipSpace(bytes, 0), (key, afterKey, value) => {
      if (!isWanted(bytes, key, afterKey, envelope) || bytes[value] !== openBrace)
        return endOfValue(bytes, value)
      return eachMember(bytes, value, (_key, _afterKey, inside) =>
        bytes[inside] === openBracket ? leanRecords(inside) : endOfValue(bytes, inside),
      )
    })
  } catch {
    return undefined
  }
  pieces.push(bytes.toString('utf8', copiedTo))
  return pieces.join('')
}

const envelope: readonly Buffer[] = [Buffer.from('QueryResponse')]

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
export function eachMember(
  bytes: Buffer,
  start: number,
  visit: (key: number, afterKey: number, value: number) => number,
): number {
  if (bytes[start] !== openBrace) throw noJson
  let at = skipSpace(bytes, start + 1)
  if (bytes[at] === closeBrace) return at + 1
  for (;;) {
    if (bytes[at] !== quote) throw noJson
    const afterKey = endOfString(bytes, at)
    const separator = skipSpace(bytes, afterKey)
    if (bytes[separator] !== colon) throw noJson
    const after = skipSpace(bytes, visit(at, afterKey, skipSpace(bytes, separator + 1)))
    if (bytes[after] === closeBrace) return after + 1
    if (bytes[after] !== comma) throw noJson
    at = skipSpace(bytes, after + 1)
  }
}

export function eachElement(bytes: Buffer, start: number, visit: (element: number) => number): number {
  let at = skipSpace(bytes, start + 1)
  if (bytes[at] === closeBracket) return at + 1
  for (;;) {
    const after = skipSpace(bytes, visit(at))
    if (bytes[after] === closeBracket) return after + 1
    if (bytes[after] !== comma) throw noJson
    at = skipSpace(bytes, after + 1)
  }
}

export function endOfValue(bytes: Buffer, start: number): number {
  const first = bytes[start]
  if (first === quote) return endOfString(bytes, start)
  if (first === openBrace || first === openBracket) return endOfNested(bytes, start)
  let at = start
  while (!endsScalar(bytes[at])) at++
  if (at === start) throw noJson
  return at
}

/**
 * Most bytes of an answer pass here: strings are passed over in the same loop and the marks are written as numbers,
 * since a call for each string and the bundler's variables in the place of constants would double its time.
 */
function endOfNested(bytes: Buffer, start: number): number {
  let depth = 0
  for (let at = start; at < bytes.length; at++) {
    switch (bytes[at]) {
      case 34: // "
        while (++at < bytes.length && bytes[at] !== 34) if (bytes[at] === 92) at++
        break
      case 91: // [
      case 123: // {
        depth++
        break
      case 93: // ]
      case 125: // }
        if (--depth === 0) return at + 1
        break
      default:
    }
  }
  throw noJson
}

function endOfString(bytes: Buffer, start: number): number {
  let at = start
  while (++at < bytes.length && bytes[at] !== 34) if (bytes[at] === 92) at++
  if (at >= bytes.length) throw noJson
  return at + 1
}

/** A key written with an escape may be any key: it is kept, and the parser reads it. */
function isWanted(bytes: Buffer, key: number, afterKey: number, fields: readonly Buffer[]): boolean {
  for (const field of fields) if (isSame(bytes, key + 1, afterKey - 1, field)) return true
  for (let at = key; at < afterKey; at++) if (bytes[at] === backslash) return true
  return false
}

function isSame(bytes: Buffer, start: number, end: number, name: Buffer): boolean {
  if (name.length !== end - start) return false
  for (let at = 0; at < name.length; at++) if (bytes[start + at] !== name[at]) return false
  return true
}

export function skipSpace(bytes: Buffer, start: number): number {
  let at = start
  while (isSpace(bytes[at])) at++
  return at
}

function endsScalar(byte: number | undefined): boolean {
  return byte === undefined || byte === comma || byte === closeBrace || byte === closeBracket || isSpace(byte)
}

function isSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9
}
