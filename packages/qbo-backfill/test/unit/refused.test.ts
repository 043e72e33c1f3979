import { expect, test } from 'vitest'
import { refusedOf } from '../../src/compare/refused.js'

const second = '2024-02-02T18:00:00Z'

type Rejected = Parameters<typeof refusedOf>[0][number]

function reject(more: Partial<Rejected>): Rejected {
  return { recordId: null, saved: false, original: null, detail: null, ...more }
}

test.each<[string, Partial<Rejected>, ReturnType<typeof refusedOf>]>([
  ['its Id', { recordId: '5' }, { ids: ['5'], seconds: [], nameless: 0 }],
  [
    'the second that a scan met it at, by its key',
    { detail: { second, key: 'MetaData.LastUpdatedTime' } },
    { ids: [], seconds: [{ at: { 'MetaData.LastUpdatedTime': second } }], nameless: 0 },
  ],
  [
    'the second, by either key where that is not said',
    { detail: { second } },
    {
      ids: [],
      seconds: [{ at: { 'MetaData.CreateTime': second, 'MetaData.LastUpdatedTime': second } }],
      nameless: 0,
    },
  ],
  [
    'the times that it has itself',
    { original: '{"MetaData":{"CreateTime":"2024-02-02T10:00:00-08:00"}}' },
    { ids: [], seconds: [{ at: { 'MetaData.CreateTime': second } }], nameless: 0 },
  ],
  ['nothing', { original: '{"Name":"x"}' }, { ids: [], seconds: [], nameless: 1 }],
  ['nothing, where it cannot be read', { original: '{' }, { ids: [], seconds: [], nameless: 1 }],
  [
    'nothing, by its position alone',
    { detail: { ordinal: 3 }, original: '{"second":""}' },
    { ids: [], seconds: [], nameless: 1 },
  ],
  ['that it is stored all the same', { recordId: '5', saved: true }, { ids: [], seconds: [], nameless: 0 }],
])('of a record that is listed is known: %s', (_, known, refused) => {
  expect(refusedOf([reject(known)])).toEqual(refused)
})

test('an Id that is listed twice is one', () => {
  expect(refusedOf([reject({ recordId: '5' }), reject({ recordId: '5' })]).ids).toEqual(['5'])
})
