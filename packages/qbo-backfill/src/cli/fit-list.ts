/** Leaves room in the 8 KB of a terminal event for what stands beside the list. */
const mostBytes = 6500

/** As many of the items, from the first on, as a terminal event can carry. */
export function fitList<T>(items: readonly T[]): {
  readonly fitted: readonly T[]
  readonly shortened: boolean
} {
  let bytes = 0
  const end = items.findIndex((item) => {
    bytes += Buffer.byteLength(JSON.stringify(item)) + 1
    return bytes > mostBytes
  })
  return end < 0 ? { fitted: items, shortened: false } : { fitted: items.slice(0, end), shortened: true }
}
