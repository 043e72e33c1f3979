/** `1 row`, `5,961 rows`: how findings count, wherever they are read. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

/** With its thousands apart. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US')
}
