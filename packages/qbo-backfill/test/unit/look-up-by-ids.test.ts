import { findEntity, type EntityDefinition, type IdAnswer } from 'qbo-client'
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
  expect(looked).toEqual({ found: new Set(['1', '5']), poisoned: [poisoned], gone: ['2', '4'] })
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
