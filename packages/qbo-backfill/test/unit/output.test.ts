import fc from 'fast-check'
import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { createOutput } from '../../src/cli/output/output.js'
import { reportTable } from '../../src/cli/output/report-table.js'
import { formatTable } from '../../src/cli/output/table.js'
import type { BackfillEvent } from '../../src/index.js'
import type { BackfillReport, EntityReport } from '../../src/verdict/report.js'

/** An output into memory, to a person or to a host. */
function outputTo(reader: 'person' | 'host') {
  const stdout = Object.assign(new PassThrough(), {
    isTTY: reader === 'person',
  }) as unknown as NodeJS.WriteStream
  const stderr = new PassThrough() as unknown as NodeJS.WriteStream
  const output = createOutput(stdout, stderr, false)
  const read = (stream: NodeJS.WriteStream): string => String(stream.read() ?? '')
  return { output, written: () => read(stdout), complained: () => read(stderr) }
}

/** Any text at all, often with what terminals obey. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        '\u001B]0;owned\u0007',
        '\u001B[2J',
        '\u009B31m',
        '\r',
        '\b',
        '\u202E',
        '\u2066',
        'Ñandú',
        '\uD800',
      ),
    )
    .map((parts) => parts.join('')),
)
const longText = fc.oneof(anyText, fc.string({ unit: 'binary', minLength: 3000, maxLength: 20_000 }))

const entityOf = (text: fc.Arbitrary<string>): fc.Arbitrary<EntityReport> =>
  fc.record({
    // Reports are read from a database too, where names may be anything.
    entity: text as fc.Arbitrary<EntityReport['entity']>,
    status: fc.constantFrom('green', 'yellow', 'red'),
    expected: fc.option(fc.nat()),
    loaded: fc.option(fc.nat()),
    inserted: fc.nat(),
    updated: fc.nat(),
    unchanged: fc.nat(),
    stale: fc.nat(),
    rejected: fc.nat(),
    outsideRange: fc.nat(),
    totalAtSource: fc.nat(),
    apiCalls: fc.nat(),
    durationMs: fc.nat(),
    segments: fc.record({ done: fc.nat(), failed: fc.nat() }),
    findings: fc.array(text, { maxLength: 5 }),
  })

const reportOf = (text: fc.Arbitrary<string>, mostEntities: number): fc.Arbitrary<BackfillReport> =>
  fc.record({
    runId: fc.uuid(),
    realmId: text,
    environment: text as fc.Arbitrary<BackfillReport['environment']>,
    from: text,
    to: text,
    timeZone: text,
    status: fc.constantFrom('green', 'yellow', 'red'),
    entities: fc.array(entityOf(text), { maxLength: mostEntities }),
    apiCalls: fc.nat(),
    durationMs: fc.nat(),
    settledBefore: text,
    notices: fc.array(text, { maxLength: 5 }),
  })

const envelope = { v: 1, seq: 1, at: '2026-01-01T00:00:00Z' } as const

/** What the lines of the progress begin with when they are drawn anew. */
const redrawing = new RegExp(String.raw`\r\u001B\[\d+A\u001B\[J`, 'gu')

/** What a person sees, without what steers by itself. */
function steering(text: string): RegExpMatchArray | null {
  return text.replaceAll(redrawing, '').match(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u)
}

test('whatever QuickBooks and the database hold, a terminal is told nothing but text', () => {
  fc.assert(
    fc.property(anyText, reportOf(anyText, 3), (text, report) => {
      const { output, written, complained } = outputTo('person')
      const segment = { number: 1, entity: text as EntityReport['entity'], kind: 'created' } as const
      const error = { code: text, message: text, retryable: true }
      const events: BackfillEvent[] = [
        { ...envelope, type: 'notice', message: text },
        { ...envelope, type: 'lease.waiting', realmId: text, holder: text },
        { ...envelope, type: 'segment.retried', segment, attempt: 1, waitMs: 1, error },
        { ...envelope, type: 'segment.failed', segment, error },
      ]
      for (const event of events) output.onEvent(event)
      output.note('warning', {}, text)
      output.finish({ exitCode: 0, event: { type: 'run.completed' }, text: reportTable(report, 'en', []) })
      expect(steering(written())).toBeNull()
      const failing = outputTo('person')
      failing.output.fail('run.failed', 1, { message: text }, { words: { en: text, es: text } })
      expect(steering(failing.complained() + complained())).toBeNull()
    }),
  )
})

test('a cell of a table stays on its line', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyText, anyText), { minLength: 1, maxLength: 5 }), (rows) => {
      const lines = formatTable(['one', 'other'], [...rows, ['last\nline', 'x']], Infinity).split('\n')
      expect(lines).toHaveLength(rows.length + 4)
    }),
  )
})

describe('the terminal event', () => {
  const lastLine = (text: string): Record<string, unknown> => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(8192)
    expect(text.endsWith('\n')).toBe(true)
    return JSON.parse(text) as Record<string, unknown>
  }

  test('of an error has at most 8 KB, however much the error says', () => {
    fc.assert(
      fc.property(longText, fc.array(longText, { maxLength: 12 }), (message, stack) => {
        const { output, written } = outputTo('host')
        const error = { code: 'QBO_THROTTLED', message, retryable: true, stack }
        output.fail('sync.failed', 75, error, { words: { en: message, es: message } })
        expect(lastLine(written())).toMatchObject({
          type: 'sync.failed',
          exitCode: 75,
          error: { code: 'QBO_THROTTLED', retryable: true },
        })
      }),
    )
  })

  test('of a report has at most 8 KB, whatever the report says, and its verdict', () => {
    fc.assert(
      fc.property(reportOf(longText, 45), fc.string({ maxLength: 9000 }), (report, evidence) => {
        const { output, written } = outputTo('host')
        output.finish({
          exitCode: 5,
          event: { type: 'run.failed', report, evidence },
          text: '',
        })
        expect(lastLine(written())).toMatchObject({
          type: 'run.failed',
          exitCode: 5,
          report: { runId: report.runId, status: report.status },
        })
      }),
      { numRuns: 30 },
    )
  })

  test('of every other command has at most 8 KB, whatever lists it holds', () => {
    const anything = fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' })
    const lists = fc.oneof(
      fc.array(fc.dictionary(fc.string({ maxLength: 20 }), longText, { maxKeys: 12 }), { maxLength: 60 }),
      fc.array(longText, { maxLength: 30 }),
      fc.dictionary(fc.string(), longText, { maxKeys: 300 }),
      anything,
    )
    fc.assert(
      fc.property(lists, lists, (findings, entities) => {
        const { output, written } = outputTo('host')
        output.finish({ exitCode: 2, event: { type: 'doctor.failed', findings, entities }, text: '' })
        expect(lastLine(written())).toMatchObject({ type: 'doctor.failed', exitCode: 2 })
      }),
      { numRuns: 50 },
    )
  })

  test('that cannot be cut enough says how the command ended all the same', () => {
    const { output, written } = outputTo('host')
    const entities = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [`Entity ${index}`, 'ñ'.repeat(50)]),
    )
    output.finish({ exitCode: 4, event: { type: 'rejects.completed', entities }, text: '' })
    const event = lastLine(written())
    expect(event).toMatchObject({ type: 'rejects.completed', exitCode: 4, shortened: true })
    expect(event).not.toHaveProperty('entities')
  })

  test('that is short enough stays as it is', () => {
    const { output, written } = outputTo('host')
    const text = 'ñ'.repeat(3500)
    output.finish({ exitCode: 0, event: { type: 'status.completed', text }, text: '' })
    expect(lastLine(written())).toEqual({
      v: 1,
      at: expect.any(String) as string,
      type: 'status.completed',
      text,
      exitCode: 0,
    })
  })
})
