const chunkBytes = 8 * 1024 * 1024

/**
 * JSON texts as UTF-8 bytes outside JavaScript's heap: half a million invoices are a gigabyte, which as object
 * trees would be five, and a page of an answer becomes a copy of bytes.
 */
export interface ByteStore {
  /** Keeps a text and returns its place. */
  append(text: string): number
  replace(place: number, text: string): void
  readonly bytes: (place: number) => Uint8Array
  text(place: number): string
}

export function createByteStore(): ByteStore {
  const chunks: Buffer[] = []
  const chunkOf: number[] = []
  const startOf: number[] = []
  const lengthOf: number[] = []
  let used = chunkBytes

  function write(place: number, text: string): void {
    const most = text.length * 3
    let current = chunks.at(-1)
    if (current === undefined || used + most > current.length) {
      current = Buffer.allocUnsafeSlow(Math.max(chunkBytes, most))
      chunks.push(current)
      used = 0
    }
    const written = current.write(text, used, 'utf8')
    chunkOf[place] = chunks.length - 1
    startOf[place] = used
    lengthOf[place] = written
    used += written
  }

  const read = (place: number): Buffer =>
    chunks[chunkOf[place]!]!.subarray(startOf[place], startOf[place]! + lengthOf[place]!)

  return {
    append(text) {
      write(chunkOf.length, text)
      return chunkOf.length - 1
    },
    replace: write,
    bytes: read,
    text: (place) => read(place).toString('utf8'),
  }
}
