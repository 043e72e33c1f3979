import { appendFileSync, readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import { findEntity } from 'qbo-client'
import { z } from 'zod'
import { BackfillError } from '../../errors.js'
import type { BackfillEvent } from '../../events.js'
import { reportedEntities, reportOf, type HostWriter } from './host-writer.js'
import type { Output } from './output.js'

const streamName = z.enum(['stdout', 'stderr'])
const channelParams = z.union([
  z.object({ path: z.string() }),
  z.object({ stdio: streamName }),
  z.object({ buffered_stdio: streamName }).transform(({ buffered_stdio: stdio }) => ({ stdio })),
])
const contextParams = z.union([z.object({ path: z.string() }), z.object({ data: z.unknown() })])
const contextData = z.object({
  asset_keys: z.array(z.string()).nullish(),
  partition_time_window: z.object({ start: z.string(), end: z.string() }).nullish(),
})

/**
 * Speaks Dagster Pipes, protocol 0.1, where its two variables are set: whoever starts this command line by
 * `PipesSubprocessClient` needs no code of ours. As `dagster-pipes` of PyPI does, whose words these are.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` for variables that cannot be read.
 */
export function openDagsterPipes(context: string, messages: string, streams: Output['streams']): HostWriter {
  const channel = decoded('DAGSTER_PIPES_MESSAGES', channelParams, parameter(messages))
  const write =
    'path' in channel
      ? (line: string) => appendFileSync(channel.path, line)
      : (line: string) => streams[channel.stdio].write(line)
  const asked = decoded('DAGSTER_PIPES_CONTEXT', contextParams, parameter(context))
  const given = 'path' in asked ? (JSON.parse(readFileSync(asked.path, 'utf8')) as unknown) : asked.data
  const { asset_keys: assets, partition_time_window: window } = decoded(
    'DAGSTER_PIPES_CONTEXT',
    contextData,
    given,
  )
  return {
    range: window === null || window === undefined ? undefined : { from: window.start, to: window.end },
    ...pipesWriter(assets ?? [], (method, params) =>
      write(`${JSON.stringify({ __dagster_pipes_version: '0.1', method, params })}\n`),
    ),
  }
}

type Send = (method: string, params: Readonly<Record<string, unknown>>) => void

function pipesWriter(assets: readonly string[], send: Send): HostWriter {
  send('opened', { extras: {} })
  const log = (level: string, message: string): void => send('log', { message, level })
  return {
    event(event) {
      const level = levelOf(event)
      if (level === undefined) return
      const { v: _v, seq: _seq, at: _at, type, ...fields } = event
      log(level, `${type} ${JSON.stringify(fields)}`)
      if (event.type === 'check.completed') sendCheck(assets, send, event)
    },
    finish(outcome) {
      const { runId, syncId, apiCalls, status } = reportOf(outcome)
      const entities = reportedEntities(outcome)
      for (const asset of assets) {
        const own = entities.filter(({ entity }) => assetOf(assets, entity) === asset)
        if (own.length === 0) continue
        const fields = own.flatMap(({ entity, status: colour, numbers }) => {
          const prefix = assets.length === 1 && own.length > 1 ? `${entity}/` : ''
          return Object.entries({ status: colour, ...numbers }).map(([name, value]) => [
            `${prefix}${name}`,
            value,
          ])
        })
        const common = Object.entries({ run: runId ?? syncId, api_calls: apiCalls, colour: status })
        const all = [...fields, ...common].filter(([, value]) => value !== undefined)
        send('report_asset_materialization', {
          asset_key: asset,
          data_version: null,
          metadata: metadataOf(Object.fromEntries(all) as Record<string, unknown>),
        })
      }
      send('closed', {})
    },
    fail(exitCode, { code, message }) {
      const name = typeof code === 'string' ? code : 'Error'
      send('closed', {
        exception: {
          message: `${message} (exit code ${exitCode})`,
          stack: [],
          name,
          cause: null,
          context: null,
        },
      })
    },
  }
}

function sendCheck(
  assets: readonly string[],
  send: Send,
  { entity, name, status, message }: Extract<BackfillEvent, { type: 'check.completed' }>,
): void {
  const asset = assetOf(assets, entity)
  if (asset === undefined) return
  send('report_asset_check', {
    asset_key: asset,
    check_name: checkName(asset, entity, name),
    passed: status === 'green',
    severity: status === 'red' ? 'ERROR' : 'WARN',
    metadata: metadataOf({ status, message }),
  })
}

/** A step of one asset is about all that it loads; of several, each is about the entity that its name ends with. */
function assetOf(assets: readonly string[], entity: string): string | undefined {
  if (assets.length === 1) return assets[0]
  return assets.find((asset) => entityOf(asset) === entity)
}

/** `raw/qb_invoices` and `invoices` are of Invoice. */
function entityOf(asset: string): string | undefined {
  return findEntity((asset.split('/').at(-1) ?? '').replace(/^qb_/u, ''))?.name
}

/** Dagster allows letters, digits and underscores. An asset of one entity need not name it again. */
function checkName(asset: string, entity: string, name: string): string {
  return (entityOf(asset) === entity ? name : `${entity}_${name}`).replaceAll(/\W/gu, '_').toLowerCase()
}

function metadataOf(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { raw_value: value, type: metadataType(value) }]),
  )
}

/** Python has two kinds of numbers, and Dagster takes no whole one for the other. */
function metadataType(value: unknown): 'int' | 'float' | 'text' {
  if (typeof value !== 'number') return 'text'
  return Number.isSafeInteger(value) ? 'int' : 'float'
}

/** What somebody who looks at the run in Dagster wants to read; a page each second would hide it. */
function levelOf(event: BackfillEvent): 'INFO' | 'WARNING' | 'ERROR' | undefined {
  switch (event.type) {
    case 'run.started':
    case 'plan.created':
    case 'notice':
    case 'lease.waiting':
    case 'segment.completed':
    case 'witness.compared':
    case 'verify.compared':
    case 'sync.applied':
    case 'proof.healed':
      return 'INFO'
    case 'check.completed':
      return event.status === 'red' ? 'ERROR' : event.status === 'yellow' ? 'WARNING' : 'INFO'
    case 'segment.retried':
    case 'proof.retried':
      return 'WARNING'
    case 'segment.failed':
      return 'ERROR'
    default:
      return undefined
  }
}

/** Base64 of zlib of JSON. */
function parameter(text: string): unknown {
  try {
    return JSON.parse(inflateSync(Buffer.from(text, 'base64')).toString('utf8')) as unknown
  } catch {
    return undefined
  }
}

function decoded<T>(variable: string, known: z.ZodType<T>, value: unknown): T {
  const parsed = known.safeParse(value)
  if (parsed.success) return parsed.data
  throw new BackfillError(
    'BACKFILL_INVALID_OPTIONS',
    `${variable} is not what Dagster Pipes 0.1 sets for a subprocess. Start the command by PipesSubprocessClient with its usual readers, or unset the variable.`,
  )
}
