export interface BarChart {
  /** Becomes part of the file's name. */
  readonly name: string
  readonly title: string
  readonly unit: string
  readonly bars: readonly Bar[]
}

export interface Bar {
  readonly label: string
  readonly value: number
  /** Ours, to be seen at a glance. */
  readonly strong?: boolean
}

const width = 800
const labelWidth = 320
const rowHeight = 30
const top = 46
/** A contrast of more than four to white and to the dark of GitHub. */
const textColor = '#6e7781'

/** An SVG of horizontal bars that is readable on a light and on a dark page. */
export function renderBarChart({ title, unit, bars }: BarChart): string {
  const longest = Math.max(...bars.map(({ value }) => value))
  const room = width - labelWidth - 110
  const rows = bars.flatMap(({ label, value, strong }, index) => {
    const y = top + index * rowHeight
    const length = Math.max(1, Math.round((value / longest) * room))
    return [
      `  <text x="${labelWidth - 10}" y="${y + 15}" text-anchor="end">${escape(label)}</text>`,
      `  <rect x="${labelWidth}" y="${y}" width="${length}" height="21" rx="2" fill="${strong === true ? '#2ca01c' : '#9aa5b1'}"/>`,
      `  <text x="${labelWidth + length + 8}" y="${y + 15}">${formatValue(value)}</text>`,
    ]
  })
  const height = top + bars.length * rowHeight + 8
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="${textColor}">`,
    `  <title>${escape(title)}</title>`,
    `  <text x="0" y="20" font-size="15" font-weight="600">${escape(title)}, ${escape(unit)}</text>`,
    ...rows,
    '</svg>',
    '',
  ].join('\n')
}

function formatValue(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(1)
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
