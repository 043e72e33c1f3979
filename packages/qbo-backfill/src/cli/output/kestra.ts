import { reportedEntities, reportOf, type HostWriter } from './host-writer.js'

/**
 * Kestra reads outputs and metrics from lines of stdout (kestra.io/docs/scripts/outputs-metrics). Counters and timers are
 * its metrics; a timer counts seconds.
 */
export function kestraWriter(write: (text: string) => void): HostWriter {
  const line = (value: object): void => write(`::${asciiBreaks(JSON.stringify(value))}::\n`)
  return {
    event: () => undefined,
    finish(outcome) {
      const { runId, syncId, status, apiCalls, durationMs } = reportOf(outcome)
      const entities = reportedEntities(outcome)
      line({
        outputs: {
          exitCode: outcome.exitCode,
          ...defined({ status, runId, syncId }),
          ...(entities.length === 0
            ? {}
            : {
                entities: Object.fromEntries(
                  entities.map(({ entity, status: own, numbers }) => [entity, { status: own, ...numbers }]),
                ),
              }),
        },
      })
      const metrics = [
        ...counter('api_calls', apiCalls, {}),
        ...(typeof durationMs === 'number'
          ? [{ name: 'duration', type: 'timer', value: durationMs / 1000, tags: {} }]
          : []),
        ...entities.flatMap(({ entity, numbers }) =>
          ['loaded', 'inserted', 'updated', 'tombstoned', 'rejected', 'missing'].flatMap((name) =>
            counter(`rows_${name}`, numbers[name], { entity }),
          ),
        ),
      ]
      if (metrics.length > 0) line({ metrics })
    },
    fail(exitCode, { code, message, retryable, resumeAfter }) {
      line({ outputs: { exitCode, error: defined({ code, message, retryable, resumeAfter }) } })
    },
  }
}

function counter(name: string, value: unknown, tags: Readonly<Record<string, string>>): readonly object[] {
  return typeof value === 'number' ? [{ name, type: 'counter', value, tags }] : []
}

function defined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

/** What Java takes for the end of a line, and JSON does not. */
function asciiBreaks(json: string): string {
  return json.replaceAll(
    /[\u0085\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
