/** Hosts keep the last line of stdout, and some cut it. */
const mostBytes = 8192

/** Linux takes paths of so many bytes. */
const longestPath = 4096

type Line = Readonly<Record<string, unknown>>

interface Limit {
  /** Of each text. */
  readonly characters: number
  /** Of each list but that of the entities. */
  readonly items: number
  /** What stays of an entity; nothing does without it. */
  readonly entity?: (line: Line) => Line
}

const whole = (line: Line): Line => line

/** The first that is short enough is taken: what a host decides by, the numbers of the entities, goes last. */
const limits: readonly Limit[] = [
  { characters: 2000, items: 1000, entity: whole },
  { characters: 500, items: 200, entity: whole },
  { characters: 200, items: 60, entity: whole },
  { characters: 120, items: 40, entity: whole },
  { characters: 80, items: 20, entity: whole },
  { characters: 60, items: 8, entity: whole },
  { characters: 40, items: 2, entity: whole },
  { characters: 80, items: 1, entity: numbersOf },
  { characters: 80, items: 1, entity: (line) => withoutZeros(numbersOf(line)) },
  { characters: 40, items: 0 },
]

/** The terminal event as a line of at most 8 KB: what is too long is cut and marked as `shortened`. The database has it whole. */
export function terminalLine(event: Line): string {
  const line = lineOf(event)
  if (fits(line)) return line
  const lines = limits.map((limit) => lineOf({ ...(cut(event, limit) as object), shortened: true }))
  const plain = Object.entries(event).filter(([, value]) => typeof value !== 'object')
  const last = cut(Object.fromEntries(plain), { characters: 40, items: 0 }) as object
  return lines.find(fits) ?? lineOf({ ...last, shortened: true })
}

function cut(value: unknown, limit: Limit, name = ''): unknown {
  if (typeof value === 'string')
    return name === 'evidence' && isPath(value) ? value : shortText(value, limit.characters)
  if (typeof value !== 'object' || value === null) return value
  if (!Array.isArray(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, cut(each, limit, key)]))
  const { entity } = limit
  const stays = name === 'entities' && entity !== undefined
  const items: readonly unknown[] = stays
    ? value.map((item) => (typeof item === 'object' && item !== null ? entity(item as Line) : item))
    : value.slice(0, limit.items)
  return items.map((item) => cut(item, limit))
}

/** Its numbers, and what is red about it. */
function numbersOf(line: Line): Line {
  const plain = Object.entries(line).filter(
    ([name, value]) => typeof value !== 'object' && name !== 'totalAtSource',
  )
  return { ...Object.fromEntries(plain), ...(line['status'] === 'red' && { findings: line['findings'] }) }
}

function withoutZeros(line: Line): Line {
  return Object.fromEntries(Object.entries(line).filter(([, value]) => value !== 0))
}

/** What is cut of a place of files is no place; a text that is longer than any path is none either. */
function isPath(text: string): boolean {
  return Buffer.byteLength(JSON.stringify(text)) <= longestPath
}

/** By characters, since half of one would be no text. */
function shortText(text: string, characters: number): string {
  if (text.length <= characters) return text
  const kept = Array.from(text).slice(0, characters - 1)
  return `${kept.join('')}…`
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`
}

function fits(line: string): boolean {
  return Buffer.byteLength(line) <= mostBytes
}
