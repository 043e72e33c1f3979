/** Where a record lies in the bytes of an answer: `[start, end)`. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** What was found in an answer, and what was met on the way. */
export interface SplitRecords {
  /** `undefined` if the answer has not the form in which records come: a fault, another entity's, another envelope. */
  readonly spans: readonly Span[] | undefined
  /** Whether a number is written with an exponent anywhere. */
  readonly hasExponent: boolean
  /** How many brackets stand open at once, at the most. */
  readonly depth: number
}

interface Scan {
  readonly bytes: Buffer
  hasExponent: boolean
  depth: number
}

/**
 * Finds the records in an answer, so that PostgreSQL parses each from its own text.
 *
 * PostgreSQL could split the answer itself, and would then hold all of it as one jsonb first and copy each record out
 * of that: of 1000 invoices 37 to 57 ms of its time, where the records one by one take 18 to 37 and finding them takes
 * 3 to 5 here. Only brackets and strings are looked at, nothing is decoded; whether a record is JSON is for PostgreSQL to
 * say. Bytes and not characters, because those are what is sent in the end.
 *
 * @param path names of members, and positions in lists, down to the list of records or to the only one
 * @returns `undefined` if the text is not JSON down to the records and to its end, such as an answer that was cut off
 */
export function splitRecords(bytes: Buffer, path: readonly string[]): SplitRecords | undefined {
  const scan: Scan = { bytes, hasExponent: false, depth: 0 }
  const found = descend(scan, skipSpace(bytes, 0), path)
  if (found === undefined || skipSpace(bytes, found.end) < bytes.length) return undefined
  return { spans: found.records, hasExponent: scan.hasExponent, depth: scan.depth }
}

/** A value with what the path finds in it. All of it is passed over once, whether or not the path leads into it. */
interface Found {
  readonly records: readonly Span[] | undefined
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

function descend(scan: Scan, at: number, path: readonly string[]): Found | undefined {
  const { bytes } = scan
  const [step, ...rest] = path
  if (step === undefined) return recordsIn(scan, at)
  let records: readonly Span[] | undefined
  const passed = new Set<'step' | 'fault' | 'container'>()
  // Of names that repeat the last counts, as in jsonb.
  const into = (value: number): number | undefined => {
    const found = descend(scan, value, rest)
    records = found?.records
    passed.add('step')
    return found?.end
  }
  const member = (name: unknown, value: number): number | undefined => {
    if (name === step) return into(value)
    if (name === 'Fault' || name === 'fault') passed.add('fault')
    if (bytes[value] === openBrace || bytes[value] === openBracket) passed.add('container')
    return valueEnd(scan, value)
  }
  let position = 0
  const end =
    bytes[at] === openBrace
      ? eachMember(scan, at, member)
      : bytes[at] === openBracket
        ? eachElement(scan, at, (value) =>
            String(position++) === step ? into(value) : valueEnd(scan, value),
          )
        : valueEnd(scan, at)
  if (end === undefined) return undefined
  if (passed.has('fault')) return { records: undefined, end }
  // QuickBooks leaves an entity out of which there is nothing: {"QueryResponse":{}}, or with counts alone.
  const isEmpty = bytes[at] === openBrace && rest.length === 0 && passed.size === 0
  return { records: isEmpty ? [] : records, end }
}

/** A list of records, or the only one. */
function recordsIn(scan: Scan, at: number): Found | undefined {
  const { bytes } = scan
  const records: Span[] = []
  const take = (start: number): number | undefined => {
    const end = valueEnd(scan, start)
    if (end !== undefined) records.push({ start, end })
    return end
  }
  const first = bytes[at]
  const end =
    first === openBracket ? eachElement(scan, at, take) : first === openBrace ? take(at) : valueEnd(scan, at)
  const holdsRecords = first === openBracket || first === openBrace
  return end === undefined ? undefined : { records: holdsRecords ? records : undefined, end }
}

/** Visits the members of the object at `start`; the visitor answers where the value ends. Answers where the object ends. */
function eachMember(
  scan: Scan,
  start: number,
  visit: (name: unknown, value: number) => number | undefined,
): number | undefined {
  const { bytes } = scan
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
  scan: Scan,
  start: number,
  visit: (element: number) => number | undefined,
): number | undefined {
  const { bytes } = scan
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
function valueEnd(scan: Scan, start: number): number | undefined {
  const { bytes } = scan
  const first = bytes[start]
  if (first === quote) return stringEnd(bytes, start)
  if (first === openBrace || first === openBracket) return nestedEnd(scan, start)
  let at = start
  while (!endsScalar(bytes[at])) at++
  return at === start ? undefined : at
}

/**
 * Nearly all bytes of an answer pass here: strings are passed over in the same loop and the marks are written as
 * numbers, since a call for each string and the bundler's variables in the place of constants would double its time.
 */
// oxlint-disable-next-line complexity -- one loop, for the reason above
function nestedEnd(scan: Scan, start: number): number | undefined {
  const { bytes } = scan
  let depth = 0
  for (let at = start; at < bytes.length; at++) {
    switch (bytes[at]) {
      case 34: // "
        while (++at < bytes.length && bytes[at] !== 34) if (bytes[at] === 92) at++
        break
      case 91: // [
      case 123: // {
        if (++depth > scan.depth) scan.depth = depth
        break
      case 93: // ]
      case 125: // }
        if (--depth === 0) return at + 1
        break
      case 69: // E
      case 101: // e, which words have too: true, false
        if (isDigit(bytes[at - 1])) scan.hasExponent = true
        break
      default:
    }
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

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from
  while (isSpace(bytes[at])) at++
  return at
}

function isSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9
}
