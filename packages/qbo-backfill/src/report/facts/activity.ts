/** What happened in one second of the run. */
export interface ActivitySecond {
  /** `YYYY-MM-DDTHH:MM:SSZ` */
  readonly at: string
  readonly pages: number
  readonly failures: number
}

export interface ActivitySpans {
  readonly stepSeconds: number
  readonly spans: readonly ActivitySecond[]
}

const mostSpans = 60

/** Spans that people count in: seconds, minutes, hours, days. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400]

/** Adds seconds up to at most 60 spans of one length; spans in which nothing happened are there too. */
export function activitySpans(seconds: readonly ActivitySecond[]): ActivitySpans {
  const times = seconds.map((second) => Date.parse(second.at) / 1000)
  const first = Math.min(...times)
  const last = Math.max(...times)
  if (seconds.length === 0) return { stepSeconds: 1, spans: [] }
  const step = stepFor(first, last)
  const start = Math.floor(first / step)
  const spans = Array.from({ length: Math.floor(last / step) - start + 1 }, (_, index) => ({
    at: `${new Date((start + index) * step * 1000).toISOString().slice(0, 19)}Z`,
    pages: 0,
    failures: 0,
  }))
  for (const [index, second] of seconds.entries()) {
    const span = spans[Math.floor((times[index] ?? first) / step) - start]
    if (span === undefined) continue
    span.pages += second.pages
    span.failures += second.failures
  }
  return { stepSeconds: step, spans }
}

function stepFor(first: number, last: number): number {
  const fits = (step: number): boolean => Math.floor(last / step) - Math.floor(first / step) < mostSpans
  const known = steps.find(fits)
  if (known !== undefined) return known
  let days = 86_400
  while (!fits(days)) days += 86_400
  return days
}
