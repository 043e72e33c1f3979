import type { WindowEvidence } from './evidence.js'

const width = 1000
const height = 140
/** More bars than this would be thinner than a pixel of a phone: windows are then added up. */
const mostBars = 240

/** Rows per window as bars, coloured by status: an SVG without script. */
export function volumetryChart(entity: string, windows: readonly WindowEvidence[]): string {
  const bars = groupWindows(windows)
  const most = Math.max(1, ...bars.map((bar) => bar.rows))
  const step = width / bars.length
  const shapes = bars.map((bar, index) => {
    const tall = Math.round((bar.rows / most) * height)
    return `<rect class="${bar.status}" x="${(index * step).toFixed(2)}" y="${height - tall}" width="${Math.max(0.5, step - 0.6).toFixed(2)}" height="${tall}"><title>${bar.label}: ${bar.rows.toLocaleString('en-US')}</title></rect>`
  })
  const total = bars.reduce((sum, bar) => sum + bar.rows, 0)
  const first = windows[0]?.firstDate ?? ''
  const last = windows.at(-1)?.endDate ?? ''
  return `<section><h2>${entity}: ${total.toLocaleString('en-US')} rows in ${windows.length.toLocaleString('en-US')} windows</h2>
<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="Rows of ${entity} per window">${shapes.join('')}</svg>
<p class="axis"><span>${first}</span><span>at most ${most.toLocaleString('en-US')} a bar</span><span>${last}</span></p></section>`
}

interface Bar {
  readonly label: string
  readonly rows: number
  readonly status: string
}

function groupWindows(windows: readonly WindowEvidence[]): readonly Bar[] {
  const perBar = Math.max(1, Math.ceil(windows.length / mostBars))
  const bars: Bar[] = []
  for (let index = 0; index < windows.length; index += perBar) {
    const group = windows.slice(index, index + perBar)
    bars.push({
      label: `${group[0]?.firstDate ?? ''} to ${group.at(-1)?.endDate ?? ''}`,
      rows: group.reduce((sum, window) => sum + (window.loaded ?? 0), 0),
      status:
        ['red', 'yellow', 'green'].find((status) => group.some((window) => window.status === status)) ??
        'unknown',
    })
  }
  return bars
}
