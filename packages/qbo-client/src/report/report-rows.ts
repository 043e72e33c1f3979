import { eachElement, eachMember, endOfValue, skipSpace } from '../answer/lean-text.js'
import { unexpected } from '../answer/shape.js'

/** A report's bytes, with the list of its rows cut out: it is most of them, and need not be objects all at once. */
export interface CutReport {
  /** The report without a row. */
  readonly head: string
  /** Where the list lies. */
  readonly start: number
  readonly end: number
}

const openBracket = 91

/** Undefined where the rows do not stand in a list at the place that they usually have: then all of it is to be parsed. */
export function cutReport(bytes: Buffer): CutReport | undefined {
  let found: Omit<CutReport, 'head'> | undefined
  let isThereTwice = false
  const take = (start: number): number => {
    const end = endOfValue(bytes, start)
    isThereTwice = found !== undefined
    found = { start, end }
    return end
  }
  const named = (key: number, afterKey: number, name: string): boolean =>
    bytes.toString('latin1', key + 1, afterKey - 1).toLowerCase() === name
  try {
    eachMember(bytes, skipSpace(bytes, 0), (key, afterKey, value) => {
      if (!named(key, afterKey, 'rows')) return endOfValue(bytes, value)
      if (bytes[value] === openBracket) return take(value)
      return eachMember(bytes, value, (inner, afterInner, rows) =>
        named(inner, afterInner, 'row') && bytes[rows] === openBracket ? take(rows) : endOfValue(bytes, rows),
      )
    })
  } catch {
    return undefined
  }
  if (found === undefined) return undefined
  const { start, end } = found
  // Of two members of one name a parser keeps one: then it is no report.
  if (isThereTwice) return { head: '{}', start, end }
  const head = `${bytes.toString('utf8', 0, start)}[]${bytes.toString('utf8', end)}`
  return { head, start, end }
}

/** So many bytes of rows are parsed at once. */
const chunkBytes = 65_536

/** The rows of a report that was cut, parsed some hundred at a time. */
export function rowsCut(bytes: Buffer, cut: CutReport, label: string): Iterable<unknown> {
  return { [Symbol.iterator]: () => parsedRows(bytes, cut, label) }
}

function* parsedRows(bytes: Buffer, { start, end }: CutReport, label: string): Generator<unknown> {
  const chunks: { readonly from: number; readonly to: number }[] = []
  let from = -1
  eachElement(bytes, start, (element) => {
    if (from < 0) from = element
    const after = endOfValue(bytes, element)
    if (after - from >= chunkBytes) {
      chunks.push({ from, to: after })
      from = -1
    }
    return after
  })
  if (from >= 0) chunks.push({ from, to: end - 1 })
  for (const chunk of chunks) yield* parsed(`[${bytes.toString('utf8', chunk.from, chunk.to)}]`, label)
}

function parsed(text: string, label: string): readonly unknown[] {
  try {
    return JSON.parse(text) as readonly unknown[]
  } catch {
    throw unexpected(label, 'its rows are no JSON')
  }
}
