import { activitySpans, type ActivitySecond } from '../facts/activity.js'
import { axisOf, barChart, tallest, type ChartBar } from './bar-chart.js'
import type { Evidence } from '../facts/evidence.js'
import { help as helpText } from './html.js'
import type { EvidenceWords } from '../words/words.js'

/** Calls and failures over time. A run of a second has no time to show: then only its numbers are said. */
export function activitySection({ report, activity }: Evidence, words: EvidenceWords): string {
  if (activity.length === 0) return ''
  const { title, help, caption, step, bar, pages, failures } = words.activity
  const sum = (pick: (second: ActivitySecond) => number): number =>
    activity.reduce((total, second) => total + pick(second), 0)
  const said = `<h3>${title}</h3>${helpText(
    help(
      report.apiCalls,
      sum((second) => second.pages),
      sum((second) => second.failures),
    ),
  )}`
  const { spans, stepSeconds } = activitySpans(activity)
  if (spans.length < 3) return said
  const shapes: readonly ChartBar[] = spans.map((span) => ({
    title: bar(timeOf(span.at, words), span.pages, span.failures),
    parts: [
      { size: span.pages, colour: 'pages' },
      { size: span.failures, colour: 'failures' },
    ],
  }))
  const legend = `<p class="legend"><span class="pages">${pages}</span><span class="failures">${failures}</span></p>`
  const axis = axisOf(spans.map((span) => timeOf(span.at, words)))
  return `${said}${legend}${barChart(title, shapes, axis)}${helpText(caption(tallest(shapes), step(stepSeconds)))}`
}

/** In UTC, as the caption says; with its seconds, since many runs have no more. */
function timeOf(at: string, words: EvidenceWords): string {
  return `${words.date(at.slice(0, 10))}, ${at.slice(11, 19)}`
}
