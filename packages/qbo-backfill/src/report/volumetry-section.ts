import { axisOf, barChart, tallest, type ChartBar } from './bar-chart.js'
import type { Evidence, WindowEvidence } from './evidence.js'
import { escapeHtml, section } from './html.js'
import { volumetryBars } from './volumetry-bars.js'
import type { EvidenceWords } from './words/words.js'

/** Rows per window, a chart for each entity that has a shape to show. */
export function volumetrySection({ windows }: Evidence, words: EvidenceWords): string {
  const entities = [...new Set(windows.map((window) => window.entity))]
  const charts = entities.map((entity) =>
    chartOf(
      entity,
      windows.filter((window) => window.entity === entity),
      words,
    ),
  )
  if (charts.every((chart) => chart === '')) return ''
  return section(words.volumetry.title, `<p class="help">${words.volumetry.help}</p>${charts.join('')}`)
}

/** One window has no shape: its number is in the table of entities. */
function chartOf(entity: string, windows: readonly WindowEvidence[], words: EvidenceWords): string {
  const { bars, unit, emptyBefore, emptyAfter } = volumetryBars(windows)
  if (bars.length < 2) return ''
  const { heading, caption, trimmed, units, bar: name } = words.volumetry
  const shapes: readonly ChartBar[] = bars.map((bar) => ({
    title: name(words.date(bar.firstDate), bar.rows),
    parts: [{ size: bar.rows, colour: bar.status }],
  }))
  const rows = bars.reduce((sum, bar) => sum + bar.rows, 0)
  const title = escapeHtml(heading(entity, rows, windows.length))
  const notes = [
    caption(tallest(shapes), units[unit]),
    ...(emptyBefore + emptyAfter > 0 ? [trimmed(emptyBefore, emptyAfter)] : []),
  ]
  const axis = axisOf(bars.map((bar) => words.date(bar.firstDate)))
  return `<div class="chart"><h3>${title}</h3>${barChart(title, shapes, axis)}<p class="help">${notes.join(' ')}</p></div>`
}
