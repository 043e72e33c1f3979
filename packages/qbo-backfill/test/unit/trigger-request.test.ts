import { expect, test } from 'vitest'
import { resolveTrigger } from '../../src/trigger/resolve-trigger.js'
import type { NewTrigger } from '../../src/trigger/trigger.js'
import { localTime, parseTriggerInstant } from '../../src/trigger/trigger-time.js'

const good = {
  realmId: '9130350000000001',
  environment: 'sandbox',
  at: '2024-01-15T02:00:00Z',
  entities: ['customers', 'Invoice'],
  from: '2023-01-01',
  to: '2024-01-01',
  timeZone: 'America/Guayaquil',
} as const satisfies NewTrigger

test('an instant is kept in UTC and shown on the clocks of its zone', () => {
  expect(parseTriggerInstant('2024-01-14T21:00:00-05:00')).toBe('2024-01-15T02:00:00Z')
  expect(parseTriggerInstant('2024-01-15T02:00Z')).toBe('2024-01-15T02:00:00Z')
  expect(localTime('2024-01-15T02:00:00Z', 'America/Guayaquil')).toBe('2024-01-14 21:00 America/Guayaquil')
  expect(localTime('2024-07-01T04:30:15Z', 'Europe/Madrid')).toBe('2024-07-01 06:30:15 Europe/Madrid')
})

test('an instant as JavaScript prints it is taken, and never comes early', () => {
  expect(parseTriggerInstant('2024-01-15T02:00:00.000Z')).toBe('2024-01-15T02:00:00Z')
  expect(parseTriggerInstant('2024-01-15T02:00:59.123Z')).toBe('2024-01-15T02:01:00Z')
})

test.for([
  ['2024-01-15', /is not an instant/u],
  ['2024-01-15T02:00:00', /is not an instant/u],
  ['tomorrow', /is not an instant/u],
  ['2023-02-29T00:00:00Z', /does not exist/u],
  ['2024-01-15T24:00:00Z', /does not exist/u],
  ['2024-01-15T02:00:00+99:00', /offset that does not exist/u],
] as const)('the instant "%s" is refused', ([text, message]) => {
  expect(() => parseTriggerInstant(text)).toThrow(message)
})

test('the range is fixed in instants of its zone, so that it means the same when the hour comes', () => {
  expect(resolveTrigger(good).request).toEqual({
    entities: ['Customer', 'Invoice'],
    from: '2023-01-01T05:00:00Z',
    to: '2024-01-01T05:00:00Z',
    window: undefined,
    timeZone: 'America/Guayaquil',
  })
})

test('the Spanish names are the same options', () => {
  const { from, to, ...rest } = good
  expect(resolveTrigger({ ...rest, fecha_inicio: from, fecha_fin: to })).toEqual(resolveTrigger(good))
  // @ts-expect-error one of the two names, not both
  expect(() => resolveTrigger({ ...good, fecha_inicio: from })).toThrow(/are the same option/u)
  // @ts-expect-error a trigger without a range does not compile either
  expect(() => resolveTrigger(rest)).toThrow(/"from" \(fecha_inicio\) is missing/u)
})

test.for([
  ['an unknown key', { form: '2024-01-01' }, /form/u],
  ['an unknown entity', { entities: ['invoces'] }, /Unknown entity: invoces/u],
  ['an unknown zone', { timeZone: 'America/Quito2' }, /Unknown time zone/u],
  ['an unknown window', { window: 'fortnight' }, /window/u],
  ['an empty range', { to: '2023-01-01' }, /The range is empty/u],
  ['a realm that is no number', { realmId: 'acme' }, /realmId: must be the number/u],
] as const)('a trigger with %s is refused', ([, change, message]) => {
  expect(() => resolveTrigger({ ...good, ...change } as NewTrigger)).toThrow(message)
})

test('all that is wrong with a trigger is named at once', () => {
  const asked = { ...good, at: 'tomorrow', from: 'yesterday', realmId: 'ours' }
  expect(() => resolveTrigger(asked)).toThrow(
    expect.objectContaining({
      issues: [
        expect.objectContaining({ path: 'realmId' }),
        expect.objectContaining({ path: 'from' }),
        expect.objectContaining({ path: 'at' }),
      ],
    }),
  )
})
