/** Hosts keep the last line of stdout, and some cut it: a terminal event stays below 8 KB. */
const mostBytes = 7500

/** The first of ever shorter ways to say the same that a terminal event can carry, else the last. */
export function firstThatFits<T>(ways: readonly [T, ...T[]]): T {
  return ways.find((way) => Buffer.byteLength(JSON.stringify(way)) <= mostBytes) ?? (ways.at(-1) as T)
}
