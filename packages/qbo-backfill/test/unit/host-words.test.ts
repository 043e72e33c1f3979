import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readCommandLine } from '../../src/cli/command-line.js'
import { hostOf } from '../../src/cli/output/host.js'
import type { CommandOutcome } from '../../src/cli/output/output.js'
import type { BackfillEvent, BackfillEventBody } from '../../src/index.js'

const outcome: CommandOutcome = {
  exitCode: 0,
  text: '',
  event: {
    type: 'run.completed',
    report: {
      runId: 'r1',
      status: 'yellow',
      apiCalls: 7,
      durationMs: 2500,
      entities: [
        {
          entity: 'Invoice',
          status: 'green',
          expected: 3,
          loaded: 3,
          inserted: 2,
          rejected: 0,
          findings: [],
        },
        {
          entity: 'Item',
          status: 'yellow',
          expected: 1,
          loaded: 1,
          inserted: 1,
          rejected: 0,
          findings: ['x'],
        },
      ],
    },
  },
}
const failure = {
  code: 'QBO_REAUTHORIZATION_REQUIRED',
  message: 'A person must consent again.',
  retryable: false,
}
const event = (body: BackfillEventBody): BackfillEvent => ({
  v: 1,
  seq: 1,
  at: '2026-01-01T00:00:00Z',
  ...body,
})

let said: string
const streams = {
  stdout: { write: (text: string) => (said += text) },
  stderr: { write: (text: string) => (said += text) },
}

beforeEach(() => {
  said = ''
})

describe('Kestra', () => {
  const open = () => hostOf('kestra', {}, streams)
  /** As Kestra finds them: a line that begins and ends with two colons (kestra.io/docs/scripts/outputs-metrics). */
  const lines = (): readonly unknown[] =>
    said.split('\n').flatMap((line) => {
      const found = /^::(?<json>\{.*\})::$/u.exec(line)?.groups?.['json']
      return found === undefined ? [] : [JSON.parse(found) as unknown]
    })

  test('gets outputs and metrics of what was done', async () => {
    const writer = await open()
    writer?.finish(outcome)
    expect(lines()).toEqual([
      {
        outputs: {
          exitCode: 0,
          status: 'yellow',
          runId: 'r1',
          entities: {
            Invoice: { status: 'green', expected: 3, loaded: 3, inserted: 2, rejected: 0 },
            Item: { status: 'yellow', expected: 1, loaded: 1, inserted: 1, rejected: 0 },
          },
        },
      },
      {
        metrics: expect.arrayContaining([
          { name: 'api_calls', type: 'counter', value: 7, tags: {} },
          { name: 'duration', type: 'timer', value: 2.5, tags: {} },
          { name: 'rows_loaded', type: 'counter', value: 3, tags: { entity: 'Invoice' } },
        ]) as unknown,
      },
    ])
  })

  test('gets the reason of a failure, and the ends of lines that Java sees in a text stay in it', async () => {
    const writer = await open()
    writer?.fail(3, { ...failure, message: 'a\u2028b' })
    expect(said).not.toContain('\u2028')
    expect(lines()).toEqual([{ outputs: { exitCode: 3, error: { ...failure, message: 'a\u2028b' } } }])
  })
})

describe('Dagster', () => {
  const encode = (value: unknown): string => deflateSync(JSON.stringify(value)).toString('base64')
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'qbo-pipes-'))
  })

  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  function open(context: object, messages: object = { path: join(folder, 'messages') }) {
    const file = join(folder, 'context')
    writeFileSync(file, JSON.stringify({ asset_keys: ['invoices'], run_id: 'x', extras: {}, ...context }))
    const env = { DAGSTER_PIPES_CONTEXT: encode({ path: file }), DAGSTER_PIPES_MESSAGES: encode(messages) }
    return hostOf(undefined, env, streams)
  }

  const messages = (
    text = readFileSync(join(folder, 'messages'), 'utf8'),
  ): readonly Record<string, unknown>[] =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)

  test('gets a log, a check for each check, a materialization, and the end', async () => {
    const writer = await open({})
    writer?.event(event({ type: 'notice', message: 'rounded' }))
    writer?.event(
      event({ type: 'progress', phase: 'read', records: 1, expected: 2, apiCalls: 1, elapsedMs: 1 }),
    )
    const check = { type: 'check.completed', entity: 'Invoice', message: 'why' } as const
    writer?.event(event({ ...check, name: 'proof', status: 'green' }))
    writer?.event(event({ ...check, name: 'your-own check', status: 'yellow' }))
    writer?.event(event({ ...check, name: 'rejects', status: 'red' }))
    writer?.finish(outcome)
    const all = messages()
    expect(new Set(all.map((message) => message['__dagster_pipes_version']))).toEqual(new Set(['0.1']))
    expect(all.map(({ method }) => method)).toEqual([
      'opened',
      'log',
      'log',
      'report_asset_check',
      'log',
      'report_asset_check',
      'log',
      'report_asset_check',
      'report_asset_materialization',
      'closed',
    ])
    const checks = all.filter(({ method }) => method === 'report_asset_check').map(({ params }) => params)
    expect(checks).toMatchObject([
      { asset_key: 'invoices', check_name: 'proof', passed: true, severity: 'WARN' },
      { asset_key: 'invoices', check_name: 'your_own_check', passed: false, severity: 'WARN' },
      { asset_key: 'invoices', check_name: 'rejects', passed: false, severity: 'ERROR' },
    ])
    expect(all.find(({ method }) => method === 'report_asset_materialization')?.['params']).toMatchObject({
      asset_key: 'invoices',
      metadata: { 'Invoice/loaded': { raw_value: 3, type: 'int' }, run: { raw_value: 'r1', type: 'text' } },
    })
  })

  test('of several assets each gets what is of its entity', async () => {
    const writer = await open({ asset_keys: ['raw/qb_invoices', 'raw/qb_items', 'raw/other'] })
    for (const entity of ['Invoice', 'Item', 'Customer'] as const)
      writer?.event(event({ type: 'check.completed', entity, name: 'proof', status: 'green', message: '' }))
    writer?.finish(outcome)
    const of = (method: string): readonly unknown[] =>
      messages().flatMap((message) =>
        message['method'] === method ? [(message['params'] as { asset_key: string }).asset_key] : [],
      )
    expect(of('report_asset_check')).toEqual(['raw/qb_invoices', 'raw/qb_items'])
    expect(of('report_asset_materialization')).toEqual(['raw/qb_invoices', 'raw/qb_items'])
  })

  test('a failure closes with its reason, on a stream too', async () => {
    const writer = await open({}, { stdio: 'stderr' })
    writer?.fail(3, failure)
    expect(messages(said).at(-1)).toMatchObject({
      method: 'closed',
      params: {
        exception: {
          name: 'QBO_REAUTHORIZATION_REQUIRED',
          message: 'A person must consent again. (exit code 3)',
        },
      },
    })
  })

  test('the partition is the range, unless the command says one', async () => {
    const window = {
      partition_time_window: { start: '2024-01-01T00:00:00+00:00', end: '2025-01-01T00:00:00+00:00' },
    }
    const host = await open(window)
    const rangeOf = (argv: readonly string[]): readonly unknown[] => {
      const asked = readCommandLine(argv, {}, host?.range)
      return 'text' in asked ? [] : [asked.given.value('from'), asked.given.value('to')]
    }
    const run = ['run', '--entities', 'invoices']
    expect(rangeOf(run)).toEqual(['2024-01-01T00:00:00+00:00', '2025-01-01T00:00:00+00:00'])
    expect(rangeOf([...run, '--fecha-inicio=2024-05-01', '--to', '2024-06-01'])).toEqual([
      '2024-05-01',
      '2024-06-01',
    ])
    for (const half of [['--fecha-inicio=2024-05-01'], ['--to', '2025-01-01']])
      expect(() => rangeOf([...run, ...half])).toThrow(/^Missing: --(?:from|to)\. /u)
    expect(rangeOf(['sync'])).toEqual([undefined, undefined])
    const archived = readCommandLine(['verify', '--evidence', 'x'], {}, host?.range)
    expect('text' in archived ? undefined : archived.given.flags).toEqual(['evidence'])
  })

  test('without a partition, or on a stream that waits, there is no range', async () => {
    const env = {
      DAGSTER_PIPES_CONTEXT: encode({ data: {} }),
      DAGSTER_PIPES_MESSAGES: encode({ buffered_stdio: 'stdout' }),
    }
    expect((await hostOf(undefined, env, streams))?.range).toBeUndefined()
  })

  test.each(['', 'no base64', Buffer.from('{}').toString('base64'), encode({}), encode({ path: 7 })])(
    'variables that are not Dagster’s are refused: %j',
    async (text) => {
      const env = { DAGSTER_PIPES_CONTEXT: text, DAGSTER_PIPES_MESSAGES: text }
      await expect(hostOf(undefined, env, streams)).rejects.toThrow(
        /DAGSTER_PIPES_MESSAGES is not what Dagster Pipes/u,
      )
    },
  )
})

test('a host that is not known is refused, and without one nothing is added', async () => {
  expect(() => readCommandLine(['status', '--host=jenkins'], {})).toThrow(
    'Unknown --host "jenkins". Known: kestra.',
  )
  expect(await hostOf('jenkins', {}, streams)).toBeUndefined()
  expect(await hostOf(undefined, {}, streams)).toBeUndefined()
})
