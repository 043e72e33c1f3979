import { QboError } from 'qbo-client'

/** How long one waits for answers that do not come. Who shares one does not wait again once it has run out. */
export interface Patience {
  readonly mostMs: number
  /** Why nothing is asked any more; undefined while it lasts. */
  gaveUp: QboError | undefined
}

/**
 * A client gives a question up after some minutes, and then asks for less, again and again: a year in halves down to a day
 * would take half an hour, and each further type of transaction as long.
 */
const usualMs = 600_000

export function createPatience(mostMs: number = usualMs): Patience {
  return { mostMs, gaveUp: undefined }
}

/**
 * Gives what comes, as long as something comes: every answer may take as long as patience lasts, and what is done with it
 * in between does not count.
 *
 * @param what that is asked for, as an error says it
 * @throws {QboError} `QBO_TIMEOUT` where nothing came for so long, and at once where that has happened before
 */
export async function* patiently<T>(
  patience: Patience,
  what: string,
  signal: AbortSignal,
  open: (signal: AbortSignal) => AsyncIterable<T>,
): AsyncGenerator<T> {
  if (patience.gaveUp !== undefined) throw patience.gaveUp
  const own = new AbortController()
  const answers = open(AbortSignal.any([signal, own.signal]))[Symbol.asyncIterator]()
  const giveUp = (): void => {
    patience.gaveUp = tookTooLong(what, patience.mostMs)
    own.abort(patience.gaveUp)
  }
  try {
    for (;;) {
      const timer = setTimeout(giveUp, patience.mostMs)
      let next: IteratorResult<T>
      try {
        next = await answers.next()
      } finally {
        clearTimeout(timer)
      }
      if (next.done === true) return
      yield next.value
    }
  } finally {
    await answers.return?.()
  }
}

function tookTooLong(what: string, mostMs: number): QboError {
  return new QboError(
    'QBO_TIMEOUT',
    `${what}: no answer came for ${Math.round(mostMs / 1000)} seconds, so nothing more was asked.`,
    { retryable: true },
  )
}
