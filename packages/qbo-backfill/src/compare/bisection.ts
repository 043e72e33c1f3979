/** Consecutive windows `[first, end)`. */
export interface Span {
  readonly first: number
  readonly end: number
}

/** With the settled rows that QuickBooks counts in them and those that the table holds. */
export interface CountedSpan extends Span {
  readonly count: number
  readonly loaded: number
  /** Whether the count was made before, or is what was left of another: it may be of the past. */
  readonly isInferred?: boolean
}

/** Cuts windows into so many spans side by side, as even as can be. */
export function cutEvenly(windows: number, spans: number): readonly Span[] {
  const bound = (index: number): number => Math.floor((index * windows) / spans)
  return Array.from({ length: spans }, (_, index) => ({ first: bound(index), end: bound(index + 1) }))
}

/**
 * Finds the windows that differ: what differs and holds more rows than are read outright is halved. Yields the spans to
 * count, is given their counts, and returns spans side by side that make up the whole. Only one half is counted, for the
 * other holds what is left; but one window of more rows than that is counted itself, which is less than to read it.
 */
export function* bisect(
  whole: CountedSpan,
  loadedByWindow: readonly number[],
  mostRead: number,
): Generator<readonly Span[], readonly CountedSpan[], readonly number[]> {
  const isOpen = (span: CountedSpan): boolean =>
    span.count !== span.loaded && span.count > mostRead && (!isWindow(span) || span.isInferred === true)
  let spans: readonly CountedSpan[] = [whole]
  for (let open = spans.filter(isOpen); open.length > 0; open = spans.filter(isOpen)) {
    const counts = yield open.map((span) => (isWindow(span) ? span : firstHalf(span)))
    const counted = new Map(counts.map((count, index) => [open[index], count]))
    spans = spans.flatMap((span) => {
      const count = counted.get(span)
      if (count === undefined) return [span]
      return isWindow(span) ? [{ ...span, count, isInferred: false }] : halves(span, count, loadedByWindow)
    })
  }
  return spans
}

function isWindow({ first, end }: Span): boolean {
  return end - first === 1
}

function firstHalf({ first, end }: Span): Span {
  return { first, end: (first + end) >> 1 }
}

function halves(
  whole: CountedSpan,
  count: number,
  loadedByWindow: readonly number[],
): readonly CountedSpan[] {
  const half = firstHalf(whole)
  const loaded = loadedIn(half, loadedByWindow)
  // What left meanwhile may make the half larger than the whole was.
  const rest = { count: Math.max(0, whole.count - count), loaded: whole.loaded - loaded, isInferred: true }
  return [
    { ...half, count, loaded },
    { first: half.end, end: whole.end, ...rest },
  ]
}

/** The rows that the table holds in the windows. */
export function loadedIn({ first, end }: Span, loadedByWindow: readonly number[]): number {
  return loadedByWindow.slice(first, end).reduce((sum, rows) => sum + rows, 0)
}
