/** Where a record lies in the bytes of an answer: `[start, end)`. */
export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * Finds the records in an answer, so that PostgreSQL parses each from its own text.
 *
 * PostgreSQL could split the answer itself, and would then hold all of it as one jsonb first and copy each record out
 * of that: of 1000 invoices 37 to 57 ms of its time, where the records one by one take 18 to 37 and finding them takes
 * 3 here. Only brackets and strings are looked at, nothing is decoded; whether a record is JSON is for PostgreSQL to
 * say. Bytes and not characters, because those are what is sent in the end.
 *
 * @param path names of members, and positions in lists, down to the list of records or to the only one
 * @returns `undefined` if the text is not JSON down to the records, such as an answer that was cut off
 */
export function splitRecords(bytes: Buffer, path: readonly string[]): readonly Span[] | undefined {
  return descend(bytes, skipSpace(bytes, 0), path)?.records
}

/** A value with what the path finds in it. All of it is passed over once, whether or not the path leads into it. */
interface Found {
  readonly records: readonly Span[]
  readonly end: number
}

const quote = 34
const comma = 44
const colon = 58
const openBracket = 91
const backslash = 92
const closeBracket = 93
const openBrace = 123
const closeBrace = 125

function descend(bytes: Buffer, at: number, path: readonly string[]): Found | undefined {
  const [step, ...rest] = path
  if (step === undefined) return recordsIn(bytes, at)
  let records: readonly Span[] = []
  // Of names that repeat the last counts, as in jsonb.
  const into = (value: number): number | undefined => {
    const found = descend(bytes, value, rest)
    if (found !== undefined) ({ records } = found)
    return found?.end
  }
  let position = 0
  const end =
    bytes[at] === openBrace
      ? eachMember(bytes, at, (name, value) => (name === step ? into(value) : valueEnd(bytes, value)))
      : bytes[at] === openBracket
        ? eachElement(bytes, at, (value) =>
            String(position++) === step ? into(value) : valueEnd(bytes, value),
          )
        : valueEnd(bytes, at)
  return end === undefined ? undefined : { records, end }
}

/** A list of records, or the only one. */
function recordsIn(bytes: Buffer, at: number): Found | undefined {
  const records: Span[] = []
  const take = (start: number): number | undefined => {
    const end = valueEnd(bytes, start)
    if (end !== undefined) records.push({ start, end })
    return end
  }
  const first = bytes[at]
  const end =
    first === openBracket
      ? eachElement(bytes, at, take)
      : first === openBrace
        ? take(at)
        : valueEnd(bytes, at)
  return end === undefined ? undefined : { records, end }
}

/** Visits the members of the object at `start`; the visitor answers where the value ends. Answers where the object ends. */
function eachMember(
  bytes: Buffer,
  start: number,
  visit: (name: unknown, value: number) => number | undefined,
): number | undefined {
  let at = skipSpace(bytes, start + 1)
  if (bytes[at] === closeBrace) return at + 1
  for (;;) {
    const nameEnd = bytes[at] === quote ? stringEnd(bytes, at) : undefined
    if (nameEnd === undefined) return undefined
    const separator = skipSpace(bytes, nameEnd)
    if (bytes[separator] !== colon) return undefined
    const end = visit(nameOf(bytes.toString('utf8', at, nameEnd)), skipSpace(bytes, separator + 1))
    if (end === undefined) return undefined
    const after = skipSpace(bytes, end)
    if (bytes[after] === closeBrace) return after + 1
    if (bytes[after] !== comma) return undefined
    at = skipSpace(bytes, after + 1)
  }
}

/** Decoded: a name may be written with escapes. */
function nameOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Visits the elements of the list at `start`; the visitor answers where one ends. Answers where the list ends. */
function eachElement(
  bytes: Buffer,
  start: number,
  visit: (element: number) => number | undefined,
): number | undefined {
  let at = skipSpace(bytes, start + 1)
  if (bytes[at] === closeBracket) return at + 1
  for (;;) {
    const end = visit(at)
    if (end === undefined) return undefined
    const after = skipSpace(bytes, end)
    if (bytes[after] === closeBracket) return after + 1
    if (bytes[after] !== comma) return undefined
    at = skipSpace(bytes, after + 1)
  }
}

/** The position after the value that begins at `start`; `undefined` if none does, or the text ends inside it. */
function valueEnd(bytes: Buffer, start: number): number | undefined {
  const first = bytes[start]
  if (first === quote) return stringEnd(bytes, start)
  if (first === openBrace || first === openBracket) return nestedEnd(bytes, start)
  let at = start
  while (!endsScalar(bytes[at])) at++
  return at === start ? undefined : at
}

/** Nearly all bytes of an answer pass here, so strings are passed over in the same loop: a call for each would double it. */
function nestedEnd(bytes: Buffer, start: number): number | undefined {
  let depth = 0
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === quote) {
      while (++at < bytes.length && bytes[at] !== quote) if (bytes[at] === backslash) at++
    } else if (byte === openBrace || byte === openBracket) depth++
    else if ((byte === closeBrace || byte === closeBracket) && --depth === 0) return at + 1
  }
  return undefined
}

function stringEnd(bytes: Buffer, start: number): number | undefined {
  let at = start
  while (++at < bytes.length && bytes[at] !== quote) if (bytes[at] === backslash) at++
  return at < bytes.length ? at + 1 : undefined
}

function endsScalar(byte: number | undefined): boolean {
  return byte === undefined || byte === comma || byte === closeBracket || byte === closeBrace || isSpace(byte)
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from
  while (isSpace(bytes[at])) at++
  return at
}

function isSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9
}
