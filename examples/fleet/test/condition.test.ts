import { expect, test } from 'vitest'
import { conditionOf, type State } from '../src/condition.ts'
import type { CompanyFacts } from '../src/fleet-state.ts'
import { words } from '../src/words/words.ts'
import { before, company, days, found, hours, now } from './sample-fleet.ts'

const missing = {
  entities: [
    { entity: 'Invoice', missing: 2 },
    { entity: 'Customer', missing: 0 },
  ],
}
const unread = { entities: [{ entity: 'Invoice', missing: 0 }] }

/** What is known, what state that is, and what is said of it and can be pressed. */
const cases: readonly (readonly [string, Partial<CompanyFacts>, State, readonly string[]])[] = [
  ['nothing is wrong', {}, 'fine', []],
  ['it is being loaded', { proof: null, sync: null }, 'working', []],
  [
    'its consent is gone',
    { isConnected: false, daysLeft: null },
    'person',
    ['connect: QuickBooks no longer lets us in: the consent was withdrawn, or has ended.'],
  ],
  [
    'its consent is gone, and work stopped over it',
    { isConnected: false, stopped: { task: 'sync', error: 'QBO_REAUTHORIZATION_REQUIRED: dead' } },
    'person',
    ['connect: QuickBooks no longer lets us in: the consent was withdrawn, or has ended.'],
  ],
  ['no day is left', { daysLeft: 0 }, 'person', ['connect: The consent ends within a day.']],
  ['one day is left', { daysLeft: 1 }, 'soon', ['connect: The consent ends in 1 day.']],
  ['thirteen days are left', { daysLeft: 13 }, 'soon', ['connect: The consent ends in 13 days.']],
  ['fourteen days are left', { daysLeft: 14 }, 'fine', []],
  ['nobody knows how many days', { daysLeft: null }, 'fine', []],
  [
    'records are missing',
    { proof: found('red', before(1), missing), sync: null },
    'person',
    ['again, report: Missing in the database: 2 Invoice.'],
  ],
  [
    'it could not be proved',
    { proof: found('red', before(1), unread) },
    'person',
    ['again, report: Not proved complete: Invoice.'],
  ],
  [
    'there are remarks',
    { proof: found('yellow', before(1), unread) },
    'soon',
    ['report: Complete, with a remark on Invoice.'],
  ],
  [
    'a sync lost a record',
    { sync: found('red', before(1), missing) },
    'person',
    ['again, report: Missing in the database: 2 Invoice.'],
  ],
  [
    'a sync lost a record, and a proof found nothing since',
    { proof: found('green', before(1)), sync: found('red', before(2), missing) },
    'fine',
    [],
  ],
  [
    'a sync went well since a proof found records missing',
    { proof: found('red', before(2), missing), sync: found('green', before(1)) },
    'person',
    ['again, report: Missing in the database: 2 Invoice.'],
  ],
  [
    'a sync says something of books that were never proved',
    { proof: null, sync: found('green', before(1)) },
    'working',
    [],
  ],
  ['its proof is of seven days ago', { proof: found('green', before(7.9 * days)) }, 'fine', []],
  [
    'its proof is of eight days ago',
    { proof: found('green', before(8 * days)) },
    'soon',
    ['again: Last proved 8 days ago; it should be every week.'],
  ],
  [
    'its proof is of fifteen days ago',
    { proof: found('green', before(15 * days)) },
    'person',
    ['again: Last proved 15 days ago; it should be every week.'],
  ],
  ['the night’s sync was late', { sync: found('green', before(36.9 * hours)) }, 'fine', []],
  [
    'the night’s sync did not come',
    { sync: found('green', before(37 * hours)) },
    'soon',
    ['No changes brought for 37 hours; it should be every night.'],
  ],
  [
    'no sync came since it was loaded',
    { sync: null, proof: found('green', before(2 * days)) },
    'soon',
    ['No changes brought for 48 hours; it should be every night.'],
  ],
  [
    'it stopped, and we know why',
    { stopped: { task: 'sync', error: 'QBO_SUBSCRIPTION_ENDED: so it is' } },
    'person',
    ['again: Its subscription at QuickBooks has ended.'],
  ],
  [
    'it stopped, and only a consent mends it',
    { stopped: { task: 'sync', error: 'QBO_FORBIDDEN: no' } },
    'person',
    ['connect: Who connected it may not read everything that is asked for.'],
  ],
  [
    'it stopped over a bug',
    { stopped: { task: 'backfill', error: 'TypeError: a bug' } },
    'person',
    ['again: Stopped while loading its history: TypeError: a bug'],
  ],
  [
    'two things are wrong',
    { daysLeft: 3, proof: found('red', before(1), missing) },
    'person',
    ['again, report: Missing in the database: 2 Invoice.', 'connect: The consent ends in 3 days.'],
  ],
]

test.each(cases)('%s', (_, facts, state, said) => {
  const condition = conditionOf(company('One', facts), words.en, now)
  expect(condition.state).toBe(state)
  const notes = condition.notes.map(({ what, action, reportOf }) => {
    const pressed = [action, reportOf === undefined ? undefined : 'report'].filter((one) => one !== undefined)
    return pressed.length === 0 ? what : `${pressed.join(', ')}: ${what}`
  })
  expect(notes).toEqual(said)
})

test('in both languages each state has its reasons, and each reason what to do', () => {
  for (const [, facts, state] of cases) {
    const [english, spanish] = [words.en, words.es].map((say) => conditionOf(company('One', facts), say, now))
    expect(spanish?.state).toBe(state)
    expect(spanish?.notes.map(({ action, reportOf }) => [action, reportOf])).toEqual(
      english?.notes.map(({ action, reportOf }) => [action, reportOf]),
    )
    for (const note of [...(english?.notes ?? []), ...(spanish?.notes ?? [])]) expect(note.todo).not.toBe('')
    spanish?.notes.forEach(({ what, todo }, index) => {
      expect(what).not.toBe(english?.notes[index]?.what)
      expect(todo).not.toBe(english?.notes[index]?.todo)
    })
  }
})
