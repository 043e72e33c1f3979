import { findEntity, QboError, type EntityDefinition, type IdAnswer, type QboErrorCode } from 'qbo-client'
import { expect, test } from 'vitest'
import type { AnsweredPage } from '../../src/compare/answered-page.js'
import { lookUpByIds } from '../../src/compare/look-up-by-ids.js'
import type { Source } from '../../src/index.js'

/** A QuickBooks that answers so, whatever is asked. */
function answering(answers: readonly object[]): { readonly source: Source; readonly signal: AbortSignal } {
  const readByIds = async function* (): AsyncGenerator<IdAnswer> {
    yield* answers as readonly IdAnswer[]
  }
  return { source: { readByIds } as unknown as Source, signal: new AbortController().signal }
}

const page = (records: readonly object[]): object => ({ bytes: Buffer.from('{}'), recordsPath: [], records })
const poisoned = { id: '3', fault: { code: '4002' } }

test('only what is neither given nor failed on is gone, and what is empty is not written', async () => {
  const taken: AnsweredPage[] = []
  const asked = answering([page([{ Id: '1' }]), { poisoned }, page([]), page([{ Id: '5' }])])
  const invoice = findEntity('Invoice') as EntityDefinition
  const looked = await lookUpByIds(asked, invoice, ['1', '2', '3', '4', '5', '2'], async (part) => {
    taken.push(part)
  })
  expect(looked).toEqual({
    found: new Set(['1', '5']),
    poisoned: [poisoned],
    refused: [],
    gone: ['2', '4'],
  })
  expect(taken.map(({ records, poisoned: bad = [] }) => [records.length, bad.length])).toEqual([
    [1, 0],
    [0, 1],
    [1, 0],
  ])
})

test('a TaxClassification, which has its Id in small letters, is found', async () => {
  const entity = findEntity('TaxClassification') as EntityDefinition
  const { gone } = await lookUpByIds(
    answering([page([{ id: '1' }])]),
    entity,
    ['1', '2'],
    async () => undefined,
  )
  expect(gone).toEqual(['2'])
})

const invoice = findEntity('Invoice') as EntityDefinition

/** A QuickBooks that has these records, and refuses each question that names one of others. */
function refusing(
  has: readonly string[],
  refuses: (id: string) => boolean,
  code: QboErrorCode = 'QBO_NOT_FOUND',
): ReturnType<typeof answering> & { readonly asked: (readonly string[])[] } {
  const asked: (readonly string[])[] = []
  const readByIds = async function* (_: string, ids: readonly string[]): AsyncGenerator<IdAnswer> {
    asked.push(ids)
    if (ids.some(refuses)) throw new QboError(code, 'No.')
    yield page(ids.filter((id) => has.includes(id)).map((Id) => ({ Id }))) as IdAnswer
  }
  return { source: { readByIds } as unknown as Source, signal: new AbortController().signal, asked }
}

const nothing = async (): Promise<void> => undefined
const numbers = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => String(at))

test.each(['QBO_NOT_FOUND', 'QBO_FORBIDDEN', 'QBO_FAULT', 'QBO_SERVER_ERROR', 'QBO_TIMEOUT'] as const)(
  'a %s about one of many Ids leaves that one unknown, and it is not gone',
  async (code) => {
    const ids = numbers(1000)
    const quickBooks = refusing(
      ids.filter((id) => id !== '7'),
      (id) => id === '500',
      code,
    )
    const looked = await lookUpByIds(quickBooks, invoice, ids, nothing)
    expect([looked.refused, looked.gone, looked.found.size]).toEqual([['500'], ['7'], 998])
    expect(looked.refusal).toMatchObject({ code })
    expect(quickBooks.asked.length).toBeLessThan(30)
  },
)

test('where all that is asked is refused, little is asked', async () => {
  const quickBooks = refusing([], () => true, 'QBO_FORBIDDEN')
  const looked = await lookUpByIds(quickBooks, invoice, numbers(8000), nothing)
  expect([looked.refused.length, looked.gone, quickBooks.asked.length]).toEqual([8000, [], 3])
  const one = await lookUpByIds(
    refusing([], () => true),
    invoice,
    ['5'],
    nothing,
  )
  expect([one.refused, one.gone]).toEqual([['5'], []])
})

test('Ids that are refused by the hundred are not all looked for', async () => {
  const quickBooks = refusing(numbers(400), (id) => Number(id) % 3 === 1)
  const looked = await lookUpByIds(quickBooks, invoice, numbers(400), nothing)
  expect(looked.gone).toEqual([])
  expect(looked.refused.length + looked.found.size).toBe(400)
  expect(quickBooks.asked.length).toBeLessThan(90)
})

test.each(['QBO_UNAUTHORIZED', 'QBO_REAUTHORIZATION_REQUIRED', 'QBO_THROTTLED', 'QBO_NETWORK'] as const)(
  'a %s, which every other question would meet too, ends the look-up',
  async (code) => {
    const asked = lookUpByIds(
      refusing([], () => true, code),
      invoice,
      ['1', '2'],
      nothing,
    )
    await expect(asked).rejects.toMatchObject({ code })
  },
)
