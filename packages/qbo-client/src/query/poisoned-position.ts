import type { QboError } from '../errors.js'
import type { CallApi } from '../api.js'
import { failIfNothingCanBeRead } from './outage-probe.js'
import { createPageSize } from './page-size.js'
import { describePoisoned, isPoisoned, noText } from './poisoned-record.js'
import type { PoisonedRecord } from './poisoned-record.js'
import { readPage } from './read-page.js'
import type { AnsweredPage, PageRequest } from './read-page.js'

/** What stands at a position: a page, or a record that cannot be read. */
export interface PositionAnswer {
  readonly page: AnsweredPage
  readonly startPosition: number
  readonly poisoned?: readonly PoisonedRecord[]
}

/**
 * Goes on behind a page by position that fails on a record: halves it until the record stands alone, taking in what
 * comes meanwhile. Returns the position to go on from.
 */
export async function* readAroundPosition(
  call: CallApi,
  request: PageRequest,
  length: number,
): AsyncGenerator<PositionAnswer, number> {
  await failIfNothingCanBeRead(call, request.scope, request.signal)
  let start = request.startPosition
  let end = start + length
  for (;;) {
    const pageSize = Math.ceil((end - start) / 2)
    const answer = await tryPage(call, { ...request, startPosition: start, poisonRetries: 1 }, pageSize)
    if ('page' in answer) {
      const { page } = answer
      if (page.records.length === 0) return start
      yield { page, startPosition: start }
      start += Math.min(page.records.length, page.pageSize)
      if (start >= end) return start
    } else if (pageSize === 1) {
      await failIfNothingCanBeRead(call, request.scope, request.signal)
      yield rejection(answer.failure, start)
      return start + 1
    } else {
      end = start + pageSize
    }
  }
}

async function tryPage(
  call: CallApi,
  request: PageRequest,
  pageSize: number,
): Promise<{ readonly page: AnsweredPage } | { readonly failure: QboError }> {
  try {
    return { page: await readPage(call, createPageSize(pageSize), request) }
  } catch (error) {
    if (isPoisoned(error)) return { failure: error }
    throw error
  }
}

function rejection(failure: QboError, position: number): PositionAnswer {
  const poisoned = describePoisoned(failure, position)
  const page = {
    text: noText,
    records: [],
    recordsPath: ['QueryResponse'],
    request: poisoned.request,
    durationMs: 0,
    pageSize: 1,
  }
  return { page, startPosition: position, poisoned: [poisoned] }
}
