import type { BenchmarkReport } from '../report/benchmark-report.ts'
import type { Reader } from '../reader/reader.ts'
import type { RefreshScore } from '../reader/reader-job.ts'
import { whole } from '../report/number-text.ts'
import { scenarios } from './scenario.ts'
import type { RowScore } from './score-reader.ts'

export interface ReaderScores {
  readonly reader: Reader
  /** By the name of the scenario. */
  readonly rows: Readonly<Record<string, RowScore>>
  /** Of ten users of one connection, or why there was none; nothing for a program that has one user. */
  readonly refresh?: RefreshScore | string
}

export function reportScores(
  scores: readonly ReaderScores[],
  rows: number,
  notes: readonly string[],
): BenchmarkReport {
  return {
    title: `What is right in the end, of ${whole(rows)} rows`,
    method: `Each reader brings one company of ${whole(rows)} invoices and ${whole(rows)} customers into an empty database, once for each line; then the Ids in its table are compared with those of the company. Five rows at a time, from all over the company, are edited (or deleted) before the second, third and fourth page; the first page has a row too many; the second page is answered 429 once, or meets an access token that QuickBooks refuses before its hour is over. Ten users of one connection, in one process, meet a spent access token when the refresh token is due to be replaced. Each client is used as its README shows.`,
    table: {
      head: ['', ...scores.map(({ reader }) => reader.label)],
      rows: [
        ...scenarios.map(({ name, label }) => [
          label,
          ...scores.map((each) => describeRows(each.rows[name])),
        ]),
        ['ten users, answered', ...scores.map(({ refresh }) => describeRefresh(refresh))],
        ['the connection after that', ...scores.map(({ refresh }) => describeConnection(refresh))],
      ],
    },
    notes: [...scores.flatMap(describeFailures), ...notes],
    charts: [],
    targets: [],
    data: {
      rows,
      readers: scores.map(({ reader, ...measured }) => ({ name: reader.name, ...measured })),
    },
  }
}

/** `all`, or what is wrong. */
export function describeRows(score: RowScore | undefined): string {
  if (score === undefined) return 'not tried'
  const { rows, missing, extra, error } = score
  if (error !== undefined) return `stops with ${whole(rows - missing)}`
  const wrong = [
    ...(missing === 0 ? [] : [`${whole(missing)} missing`]),
    ...(extra === 0 ? [] : [`${whole(extra)} too many`]),
  ]
  return wrong.length === 0 ? 'all' : wrong.join(', ')
}

export function describeRefresh(refresh: RefreshScore | string | undefined): string {
  if (refresh === undefined) return 'not tried'
  return typeof refresh === 'string' ? 'fails' : `${refresh.answered} of 10`
}

function describeConnection(refresh: RefreshScore | string | undefined): string {
  if (refresh === undefined) return 'not tried'
  return typeof refresh === 'object' && refresh.survived ? 'good' : 'lost'
}

function describeFailures({ reader, rows, refresh }: ReaderScores): readonly string[] {
  const failures = scenarios.flatMap(({ name, label }) => {
    const error = rows[name]?.error
    return error === undefined ? [] : [`${reader.label}, ${label}: \`${shorten(error)}\``]
  })
  return typeof refresh === 'string'
    ? [...failures, `${reader.label}, ten users: \`${shorten(refresh)}\``]
    : failures
}

/** The beginning of a message as one line, without addresses and markup. */
function shorten(error: string): string {
  const line = error
    .replaceAll(/https?:[^\s"<>]+/gu, '…')
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll('`', "'")
    .trim()
  return line.length > 120 ? `${line.slice(0, 120)}…` : line
}
