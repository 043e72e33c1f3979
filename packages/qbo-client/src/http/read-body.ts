/** A body that is larger than it may be. */
export class OversizeError extends Error {
  override readonly name = 'OversizeError'
  readonly most: number

  constructor(most: number) {
    super(`A body of more than ${most} bytes`)
    this.most = most
  }
}

/**
 * Reads a body to its end. Counted are the bytes that come out of decompression: 600 KB of gzip may hold 700 MB.
 * @throws {OversizeError} at the first byte beyond `most`
 */
export async function readWhole(body: Body, most: number): Promise<Uint8Array> {
  const { chunks, length } = await readUpTo(body, most)
  if (length > most) throw new OversizeError(most)
  return Buffer.concat(chunks, length)
}

/** Reads the first `most` bytes of a body, and gives up the rest. */
export async function readBeginning(body: Body, most: number): Promise<Uint8Array> {
  const { chunks, length } = await readUpTo(body, most)
  return Buffer.concat(chunks, Math.min(length, most))
}

type Body = ReadableStream<Uint8Array> | null

/** Stops after the chunk that goes beyond `most`; to leave the loop cancels the stream, and with it the connection. */
async function readUpTo(
  body: Body,
  most: number,
): Promise<{ readonly chunks: readonly Uint8Array[]; readonly length: number }> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    chunks.push(chunk)
    length += chunk.length
    if (length > most) break
  }
  return { chunks, length }
}
