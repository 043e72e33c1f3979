/** Hosts keep the last line of stdout, and some cut it. */
const mostBytes = 8192

/** How much of each text and of each list stays; the first that is short enough is taken. */
const cuts: readonly { readonly characters: number; readonly items: number }[] = [
  { characters: 2000, items: 1000 },
  { characters: 500, items: 200 },
  { characters: 200, items: 60 },
  { characters: 120, items: 40 },
  { characters: 80, items: 20 },
  { characters: 60, items: 8 },
  { characters: 40, items: 2 },
]

/** The terminal event as a line of at most 8 KB: what is too long is cut and marked as `shortened`. */
export function terminalLine(event: Readonly<Record<string, unknown>>): string {
  const whole = lineOf(event)
  if (fits(whole)) return whole
  for (const limit of cuts) {
    const line = lineOf({ ...(cut(event, limit) as object), shortened: true })
    if (fits(line)) return line
  }
  const plain = Object.entries(event).filter(([, value]) => typeof value !== 'object')
  return lineOf({
    ...(cut(Object.fromEntries(plain), { characters: 40, items: 0 }) as object),
    shortened: true,
  })
}

function cut(value: unknown, limit: (typeof cuts)[number]): unknown {
  if (typeof value === 'string') return shortText(value, limit.characters)
  if (Array.isArray(value)) return value.slice(0, limit.items).map((item) => cut(item, limit))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, cut(each, limit)]))
}

/** By characters, since half of one would be no text. */
function shortText(text: string, characters: number): string {
  return text.length <= characters
    ? text
    : `${Array.from(text)
        .slice(0, characters - 1)
        .join('')}…`
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`
}

function fits(line: string): boolean {
  return Buffer.byteLength(line) <= mostBytes
}

/** Hosts keep the last line of stdout, and some cut it: a terminal event stays below 8 KB. Room is left for its frame. */
const mostFieldBytes = 7500

/** Whether a terminal event can carry it. */
export function fitsTerminalEvent(part: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(part)) <= mostFieldBytes
}

/** The first of ever shorter ways to say the same that a terminal event can carry, else the last. */
export function firstThatFits<T>(ways: readonly [T, ...T[]]): T {
  return ways.find(fitsTerminalEvent) ?? (ways.at(-1) as T)
}

/** Leaves room in the 8 KB of a terminal event for what stands beside the list. */
const mostListBytes = 6500

/** As many of the items, from the first on, as a terminal event can carry. */
export function fitList<T>(items: readonly T[]): {
  readonly fitted: readonly T[]
  readonly shortened: boolean
} {
  let bytes = 0
  const end = items.findIndex((item) => {
    bytes += Buffer.byteLength(JSON.stringify(item)) + 1
    return bytes > mostListBytes
  })
  return end < 0 ? { fitted: items, shortened: false } : { fitted: items.slice(0, end), shortened: true }
}
