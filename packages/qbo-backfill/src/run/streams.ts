import PQueue from 'p-queue'
import type { StoredSegment } from '../ledger/segments.js'
import { mostHalves, shareOf } from '../plan/cut.js'
import { newReading, pageRows, partsOf, prepareCut, type Reading } from './reading.js'
import type { RunContext } from './run-context.js'

/**
 * Pages that are written at once: more would wait for one another in the database, each in several copies in memory. While
 * others wait for their turn no page is asked for ahead.
 */
const writers = 4

/** Reads segments at once, those with most rows first. */
export interface Streams {
  /** Those that are large are cut. */
  add(this: void, segments: readonly StoredSegment[]): void
  /** Parts of what was cut. */
  addParts(this: void, segments: readonly StoredSegment[]): void
  /** Writes a page when it is its turn. */
  write<T>(this: void, work: () => Promise<T>): Promise<T>
  /** Whether the database keeps up with what comes. */
  keepsUp(this: void): boolean
  /** Finds work for those that have none; told whenever a page has been asked for or has come. */
  use(this: void): void
  /** Ends when nothing is left to read. */
  idle(this: void): Promise<void>
}

export interface StreamOptions {
  readonly context: RunContext
  /** All rows that are left to read. */
  readonly rows: number
  /** Reads a segment to its end. Never rejects. */
  read(this: void, reading: Reading): Promise<void>
  /** Called once when each stream that has something to read has asked for a page of it. */
  onFirstPages(this: void): void
  /** Called once when so little is left that each stream reads {@link lastPages} of it. */
  onLastPages(this: void): void
}

/**
 * What is counted for the proof is asked for a page before the last one, and what has changed since, behind its answer, beside
 * the last one: nobody waits for either then.
 */
const lastPages = 2

/**
 * A large segment is cut into its share of the streams behind its first page; and streams that have nothing left take half
 * of what the largest have left, where there are enough of them for all that are as large.
 */
export function createStreams({ context, rows, read, onFirstPages, onLastPages }: StreamOptions): Streams {
  const queue = new PQueue({ concurrency: context.streams })
  const readings = new Set<Reading>()
  let halves = mostHalves(rows)
  let isFirst = true
  let isLast = false

  const cut = (reading: Reading, among: number): boolean => {
    const parts = partsOf(reading, among)
    if (parts.length > 1) reading.cut = prepareCut(context, reading, parts)
    return parts.length > 1
  }
  const use = (): void => {
    const asked = [...readings].filter(({ isAsked }) => isAsked).length
    if (isFirst && asked >= Math.min(readings.size, context.streams)) {
      isFirst = false
      onFirstPages()
    }
    if (queue.size > 0) return
    // Streams for parts that are still to be given away have work soon.
    const toCome = [...readings].reduce((sum, { cut: underWay }) => sum + (underWay?.toCome() ?? 0), 0)
    for (let idle = context.streams - queue.pending - toCome; idle > 0 && halves > 0; idle--) {
      const whole = [...readings].filter((reading) => reading.cut === undefined)
      const [largest] = whole.toSorted((a, b) => b.left - a.left)
      if (largest === undefined) break
      // Within a page: they ask for theirs one after the other. The run takes as long as the longest of them, so that to
      // halve only some of these costs questions and ends nothing sooner.
      const asLarge = whole.filter((reading) => pagesOf(reading) >= pagesOf(largest) - 1)
      if (asLarge.length > Math.min(idle, halves) || !cut(largest, 2)) break
      // One that has not begun does so with its first page.
      if (largest.isAsked) largest.cut?.begin()
      halves -= 1
    }
    const all = [...readings]
    const left = all.reduce((sum, reading) => sum + reading.left, 0)
    if (isLast || left > context.streams * lastPages * pageRows || all.some(({ isAsked }) => !isAsked)) return
    isLast = true
    onLastPages()
  }
  const start = (all: readonly Reading[]): void => {
    for (const reading of all) {
      readings.add(reading)
      const whenRead = queue.add(() => read(reading), { priority: reading.left })
      void whenRead.then(() => {
        readings.delete(reading)
        use()
      })
    }
    use()
  }
  return {
    add(segments) {
      const all = segments.map(newReading)
      for (const reading of all) cut(reading, shareOf(reading.left, rows, context.streams))
      start(all)
    },
    addParts: (segments) => start(segments.map(newReading)),
    ...createWriting(),
    use,
    idle: () => queue.onIdle(),
  }
}

/** The queue keeps up to a hundred of what it has begun, and what came of it: turns, so that none of it is a page. */
function createWriting(): Pick<Streams, 'write' | 'keepsUp'> {
  const turns = new PQueue({ concurrency: writers })
  const takeTurn = (): Promise<() => void> =>
    new Promise((enter) => {
      void turns.add(() => new Promise<void>((leave) => enter(leave)))
    })
  return {
    async write(work) {
      const leave = await takeTurn()
      try {
        return await work()
      } finally {
        leave()
      }
    },
    keepsUp: () => turns.size === 0 && turns.pending < writers,
  }
}

function pagesOf({ left }: Reading): number {
  return Math.ceil(left / pageRows)
}
