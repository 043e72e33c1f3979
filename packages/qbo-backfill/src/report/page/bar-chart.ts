import { escapeHtml } from './html.js'

export interface ChartBar {
  /** What a pointer or a screen reader is told. */
  readonly title: string
  /** From the ground up, each with the class that colours it. */
  readonly parts: readonly { readonly size: number; readonly colour: string }[]
}

const width = 1000
const height = 120

/** Bars as an SVG without script. Stretched to the width of the page, so it holds no text. */
export function barChart(label: string, bars: readonly ChartBar[], axis: readonly string[]): string {
  const most = Math.max(1, ...bars.map(sizeOf))
  const step = width / Math.max(1, bars.length)
  // A gap between thin bars would eat them.
  const gap = step > 8 ? Math.min(3, step * 0.15) : step * 0.12
  const shapes = bars.flatMap((bar, index) => {
    let ground = height
    return bar.parts
      .filter((part) => part.size > 0)
      .map((part) => {
        // One row among thousands must still be seen.
        const tall = Math.max(1.5, (part.size / most) * height)
        ground -= tall
        return `<rect class="${part.colour}" x="${(index * step).toFixed(2)}" y="${ground.toFixed(2)}" width="${(step - gap).toFixed(2)}" height="${tall.toFixed(2)}"><title>${escapeHtml(bar.title)}</title></rect>`
      })
  })
  return `<figure><svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${escapeHtml(label)}">${shapes.join('')}</svg>
<div class="axis">${axis.map((text) => `<span>${escapeHtml(text)}</span>`).join('')}</div></figure>`
}

/** The first, the middle and the last of the bars' names: as many as fit under a chart on a phone. */
export function axisOf(names: readonly string[]): readonly string[] {
  const chosen = [0, (names.length - 1) >> 1, names.length - 1]
  return [...new Set(names.length < 3 ? names.keys() : chosen)].map((index) => names[index] ?? '')
}

export function tallest(bars: readonly ChartBar[]): number {
  return Math.max(0, ...bars.map(sizeOf))
}

function sizeOf(bar: ChartBar): number {
  return bar.parts.reduce((sum, part) => sum + part.size, 0)
}
