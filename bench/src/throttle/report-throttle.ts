import type { BenchmarkReport, Target } from '../report/benchmark-report.ts'
import { whole } from '../report/number-text.ts'

export interface TimedCall {
  /** Epoch milliseconds of its arrival at the server. */
  readonly at: number
  readonly status: number
}

const minute = 60_000

export function reportThrottle(calls: readonly TimedCall[]): BenchmarkReport {
  const starts = calls.map(({ at }) => at).toSorted((left, right) => left - right)
  const first = starts[0] ?? 0
  const minutes = Math.floor(((starts.at(-1) ?? 0) - first) / minute)
  const within = starts.filter((at) => at < first + minutes * minute).length
  // A part of a minute says nothing: a client may spend the whole minute's calls in it.
  const perMinute = minutes === 0 ? undefined : within / minutes
  const throttled = calls.filter(({ status }) => status === 429).length
  return {
    title: "Within Intuit's limits",
    method: `${whole(calls.length)} COUNT queries, as many at once as the client lets through, with its own limits, against a simulator that holds to Intuit's: 500 calls a minute, 10 a second, 10 at once. Counted by the simulator over the whole minutes from the first call on.`,
    table: {
      head: ['', 'measured', "Intuit's limit"],
      rows: [
        ['calls a minute', perMinute === undefined ? 'less than a minute' : whole(perMinute), '500'],
        ['most in any 60 seconds', whole(most(starts, minute)), '500'],
        ['most in any second', whole(most(starts, 1000)), '10'],
        ['answers 429', whole(throttled), ''],
      ],
    },
    notes: [],
    charts: [],
    targets: targetsOf(throttled, perMinute),
    data: { calls: calls.length, minutes, perMinute, throttled },
  }
}

/** The most starts in any span of so many milliseconds. */
function most(starts: readonly number[], span: number): number {
  let from = 0
  let found = 0
  for (const [index, at] of starts.entries()) {
    while ((starts[from] ?? at) <= at - span) from += 1
    found = Math.max(found, index - from + 1)
  }
  return found
}

function targetsOf(throttled: number, perMinute: number | undefined): readonly Target[] {
  const none = {
    what: 'throttle in force: answers 429',
    wanted: 'none',
    got: String(throttled),
    met: throttled === 0,
  }
  if (perMinute === undefined) return [none]
  const used = perMinute / 500
  const got = `${Math.round(used * 100)} %`
  return [
    none,
    { what: 'throttle in force: use of the 500 a minute', wanted: '≥ 95 %', got, met: used >= 0.95 },
  ]
}
