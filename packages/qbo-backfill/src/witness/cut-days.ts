import { addDays, daysBetween } from '../plan/civil-date.js'

/** Consecutive days, `[from, to)`, `YYYY-MM-DD`, and how many rows are known of them. */
export interface CountedDays {
  readonly from: string
  readonly to: string
  readonly rows: number
}

export type Days = Pick<CountedDays, 'from' | 'to'>

/** A report carries 80,000 transactions with the columns that we ask for; some may be there that we do not know of. */
export const rowsPerReport = 64_000

/** Cuts days into as few spans as each report can carry, so that none has to be asked for again in halves. */
export function cutDays(parts: readonly CountedDays[], most: number = rowsPerReport): readonly Days[] {
  const spans: CountedDays[] = []
  for (const part of parts.flatMap((whole) => evenly(whole, most))) {
    const last = spans.at(-1)
    if (last !== undefined && last.to === part.from && last.rows + part.rows <= most)
      spans[spans.length - 1] = { from: last.from, to: part.to, rows: last.rows + part.rows }
    else spans.push(part)
  }
  return spans.map(({ from, to }) => ({ from, to }))
}

function evenly(part: CountedDays, most: number): readonly CountedDays[] {
  const { from, to, rows } = part
  const pieces = Math.min(Math.ceil(rows / most), daysBetween(from, to))
  if (pieces <= 1) return [part]
  const at = (piece: number): string => addDays(from, Math.floor((daysBetween(from, to) * piece) / pieces))
  return Array.from({ length: pieces }, (_, piece) => ({
    from: at(piece),
    to: at(piece + 1),
    rows: rows / pieces,
  }))
}
