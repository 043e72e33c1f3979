import { parseArgs, type ParseArgsConfig } from 'node:util'
import { defaultRealmId } from '../company/company.js'
import type { Latency } from '../http/latency.js'

/** What the command line asks for. */
export interface Flags {
  readonly port: number
  readonly seed: number
  readonly customers: number
  readonly items: number
  readonly invoices: number
  readonly books: boolean
  readonly from: string
  readonly to: string
  readonly realmId: string
  readonly latencyMs: Latency
  readonly lastTenth: number | undefined
  readonly isUnlimited: boolean
  readonly stopOnStdinEnd: boolean
  /** Files to serve instead of a generated company. */
  readonly recordings: readonly string[]
}

/** A command line that cannot be run; the message is for a person. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

const options = {
  port: { type: 'string', default: '0' },
  seed: { type: 'string', default: '1' },
  customers: { type: 'string', default: '2000' },
  items: { type: 'string', default: '500' },
  invoices: { type: 'string', default: '30000' },
  books: { type: 'boolean', default: false },
  from: { type: 'string', default: '2022-01-01' },
  to: { type: 'string', default: '2025-01-01' },
  'realm-id': { type: 'string', default: defaultRealmId },
  'last-tenth': { type: 'string' },
  'latency-ms': { type: 'string', default: '0' },
  'count-latency-ms': { type: 'string' },
  'row-latency-us': { type: 'string', default: '0' },
  'megabyte-latency-ms': { type: 'string', default: '0' },
  'token-latency-ms': { type: 'string', default: '0' },
  'latency-jitter': { type: 'string', default: '0' },
  unlimited: { type: 'boolean', default: false },
  'stop-on-stdin-end': { type: 'boolean', default: false },
  recordings: { type: 'boolean', default: false },
} as const satisfies ParseArgsConfig['options']

/** Reads the flags. @throws {UsageError} */
export function parseFlags(args: readonly string[]): Flags {
  const { values, positionals } = parse(args)
  // `--recordings a.json b.json`: the files stand by themselves after it.
  if (positionals.length > 0 && !values.recordings) {
    throw new UsageError(`Unexpected argument ${JSON.stringify(positionals[0])}; files go after --recordings`)
  }
  if (values.recordings && positionals.length === 0)
    throw new UsageError('--recordings needs at least one file')
  return {
    port: parseWhole('port', values.port),
    seed: parseWhole('seed', values.seed),
    customers: parseWhole('customers', values.customers),
    items: parseWhole('items', values.items),
    invoices: parseWhole('invoices', values.invoices),
    books: values.books,
    from: values.from,
    to: values.to,
    realmId: values['realm-id'],
    latencyMs: latencyOf(values),
    lastTenth:
      values['last-tenth'] === undefined ? undefined : parsePercent('last-tenth', values['last-tenth']),
    isUnlimited: values.unlimited,
    stopOnStdinEnd: values['stop-on-stdin-end'],
    recordings: positionals,
  }
}

function parse(args: readonly string[]): ReturnType<typeof parseStrictly> {
  try {
    return parseStrictly(args)
  } catch (error) {
    // parseArgs adds advice after the first sentence, on how to pass what looks like a flag.
    throw new UsageError(String(error instanceof Error ? error.message : error).split('. ')[0])
  }
}

const parseStrictly = (args: readonly string[]) =>
  parseArgs({ args: [...args], options, allowPositionals: true, strict: true })

function parseWhole(flag: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw new UsageError(`--${flag} must be a whole number, not ${JSON.stringify(text)}`)
}

function latencyOf(values: ReturnType<typeof parseStrictly>['values']): Latency {
  const each = parseWhole('latency-ms', values['latency-ms'])
  const count = values['count-latency-ms']
  return {
    count: count === undefined ? each : parseWhole('count-latency-ms', count),
    query: each,
    cdc: each,
    read: each,
    token: parseWhole('token-latency-ms', values['token-latency-ms']),
    row: parseWhole('row-latency-us', values['row-latency-us']) / 1000,
    megabyte: parseWhole('megabyte-latency-ms', values['megabyte-latency-ms']),
    jitter: parsePercent('latency-jitter', values['latency-jitter']),
  }
}

function parsePercent(flag: string, text: string): number {
  const percent = parseWhole(flag, text)
  if (percent <= 100) return percent / 100
  throw new UsageError(`--${flag} is a percentage from 0 to 100, not ${text}`)
}
