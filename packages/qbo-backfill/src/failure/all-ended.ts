/**
 * `Promise.all` that fails only when each of its promises has ended: what outlives its run would meet a database that
 * is closed, and its calls would not be counted.
 */
export async function allEnded<T extends readonly unknown[] | []>(
  promises: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises)
  return Promise.all(promises)
}
