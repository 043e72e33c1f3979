import { activitySpans, type ActivitySecond } from './activity.js'
import { axisOf, barChart, tallest, type ChartBar } from './bar-chart.js'
import type { Evidence } from './evidence.js'
import { section } from './html.js'
import type { EvidenceWords } from './words/words.js'

/** Calls and failures over time. A run of a second has no time to show: then only its numbers are said. */
export function activitySection({ report, activity }: Evidence, words: EvidenceWords): string {
  if (activity.length === 0) return ''
  const { title, help, caption, step, bar, pages, failures } = words.activity
  const sum = (pick: (second: ActivitySecond) => number): number =>
    activity.reduce((total, second) => total + pick(second), 0)
  const said = `<p class="help">${help(
    report.apiCalls,
    sum((second) => second.pages),
    sum((second) => second.failures),
  )}</p>`
  const { spans, stepSeconds } = activitySpans(activity)
  if (spans.length < 3) return section(title, said)
  const shapes: readonly ChartBar[] = spans.map((span) => ({
    title: bar(words.instant(span.at), span.pages, span.failures),
    parts: [
      { size: span.pages, colour: 'pages' },
      { size: span.failures, colour: 'failures' },
    ],
  }))
  const legend = `<p class="legend"><span class="pages">${pages}</span><span class="failures">${failures}</span></p>`
  const axis = axisOf(spans.map((span) => words.instant(span.at).replace(' UTC', '')))
  return section(
    title,
    `${said}${legend}${barChart(title, shapes, axis)}<p class="help">${caption(tallest(shapes), step(stepSeconds))}</p>`,
  )
}
