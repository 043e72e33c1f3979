import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** The first line with something on it; undefined when the input ends before. The signal ends the wait. */
export async function readPastedLine(input: Readable, signal: AbortSignal): Promise<string | undefined> {
  signal.throwIfAborted()
  const lines = createInterface({ input, crlfDelay: Infinity })
  try {
    return await new Promise<string | undefined>((resolve, reject) => {
      lines.on('line', (line) => {
        if (line.trim() !== '') resolve(line.trim())
      })
      lines.on('close', () => resolve(undefined))
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    })
  } finally {
    lines.close()
    // An open stdin would keep the process alive.
    input.destroy()
  }
}
