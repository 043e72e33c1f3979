import { expect, test } from 'vitest'
import { conditionOf, type State } from '../src/condition.ts'
import type { CompanyFacts } from '../src/fleet-state.ts'
import { words } from '../src/words/words.ts'
import { before, company, days, found, gistOf, hours, now } from './sample-fleet.ts'

const missing = { entities: [gistOf('Invoice', 2), gistOf('Customer', 0)] }
const unread = { entities: [gistOf('Invoice', 0)] }
const known = { id: '15', number: '1009', date: '2023-01-26', name: 'Granite', amount: '3840.76' }
const listed = { entities: [gistOf('Invoice', 0, { remark: 'found', found: [known] })] }
const accepted = { entities: [gistOf('Invoice', 1, { remark: 'accepted' })] }
const loadedRed = { ...found('red', before(3 * days), missing), work: 'backfill' } as const
const refused = [{ entity: 'Invoice', record: known, madeAt: null, reason: 'no', link: undefined }]

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
    ['again, report: Missing in the database: 2 invoices.'],
  ],
  [
    'records are missing, and all is read again',
    { proof: found('red', before(1), missing), sync: null, running: { task: 'verify', worker: 'w' } },
    'working',
    [],
  ],
  [
    'records are missing, and all is about to be read again',
    { proof: loadedRed, sync: null, waiting: { task: 'backfill', until: now, error: null } },
    'working',
    [],
  ],
  [
    'records are missing, and what would read all again has failed',
    { proof: loadedRed, sync: null, waiting: { task: 'backfill', until: now, error: 'QBO_FAULT: no' } },
    'person',
    ['again, report: Missing in the database: 2 invoices.'],
  ],
  [
    'records are missing, and only what changed is read',
    { proof: found('red', before(1), missing), sync: null, running: { task: 'sync', worker: 'w' } },
    'person',
    ['again, report: Missing in the database: 2 invoices.'],
  ],
  [
    'it could not be proved',
    { proof: found('red', before(1), unread) },
    'person',
    ['again, report: Not known to be complete: invoices.'],
  ],
  [
    'there are remarks',
    { proof: found('yellow', before(1), unread) },
    'soon',
    ['seen, report: Complete, with a remark on invoices.'],
  ],
  [
    'only a report had shown a record',
    { proof: found('yellow', before(1), listed) },
    'soon',
    ['seen, report: Complete, with a remark.'],
  ],
  [
    'somebody has seen the remark',
    { proof: { ...found('yellow', before(1), listed), seen: true } },
    'fine',
    [],
  ],
  ['somebody lets a record be missing', { proof: found('yellow', before(1), accepted) }, 'fine', []],
  [
    'QuickBooks fails to give a record, and no sync can have come',
    { proof: loadedRed, sync: null, refused },
    'person',
    ['again, accept, report: Missing in the database: 2 invoices.'],
  ],
  [
    'a sync lost a record',
    { sync: found('red', before(1), missing) },
    'person',
    ['again, report: Missing in the database: 2 invoices.'],
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
    ['again, report: Missing in the database: 2 invoices.'],
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
    ['again: Last checked 8 days ago; it should be every week.'],
  ],
  [
    'its proof is of fifteen days ago',
    { proof: found('green', before(15 * days)) },
    'person',
    ['again: Last checked 15 days ago; it should be every week.'],
  ],
  ['the night’s sync was late', { sync: found('green', before(36.9 * hours)) }, 'fine', []],
  [
    'the night’s sync did not come',
    { sync: found('green', before(37 * hours)) },
    'soon',
    ['Not synced for 37 hours; it should be every night.'],
  ],
  [
    'no sync came since it was loaded',
    { sync: null, proof: found('green', before(2 * days)) },
    'soon',
    ['Not synced for 48 hours; it should be every night.'],
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
    ['again, report: Missing in the database: 2 invoices.', 'connect: The consent ends in 3 days.'],
  ],
]

test.each(cases)('%s', (_, facts, state, said) => {
  const condition = conditionOf(company('One', facts), words.en, now)
  expect(condition.state).toBe(state)
  const notes = condition.notes.map(({ what, actions, reportOf }) => {
    const pressed = [...actions, ...(reportOf === undefined ? [] : ['report'])]
    return pressed.length === 0 ? what : `${pressed.join(', ')}: ${what}`
  })
  expect(notes).toEqual(said)
})

test('in both languages each state has its reasons, and each reason what to do', () => {
  for (const [, facts, state] of cases) {
    const [english, spanish] = [words.en, words.es].map((say) => conditionOf(company('One', facts), say, now))
    expect(spanish?.state).toBe(state)
    expect(spanish?.notes.map(({ actions, reportOf }) => [actions, reportOf])).toEqual(
      english?.notes.map(({ actions, reportOf }) => [actions, reportOf]),
    )
    for (const note of [...(english?.notes ?? []), ...(spanish?.notes ?? [])]) expect(note.todo).not.toBe('')
    spanish?.notes.forEach(({ what, todo }, index) => {
      expect(what).not.toBe(english?.notes[index]?.what)
      expect(todo).not.toBe(english?.notes[index]?.todo)
    })
  }
})

test('of a company that was never loaded whole it says that no changes come, and which record it is', () => {
  const [note] = conditionOf(company('One', { proof: loadedRed, sync: null, refused }), words.en, now).notes
  expect(note?.todo).toBe(
    'Correct it in QuickBooks, then try again; or go on without it. Until then no changes of this company come; each night it is tried again.',
  )
  expect(note?.refused).toEqual(refused)
})

test('Spanish gives each record its article, and says of one and of several what is said of them', () => {
  const { theRecord, madeAt, missing, onlyReported } = words.es
  const articles = [
    'Invoice',
    'Bill',
    'Deposit',
    'CreditMemo',
    'SalesReceipt',
    'Customer',
    'Term',
    'Class',
  ].map((entity) => theRecord(entity, { id: '7' }).split(' ')[0])
  expect(articles).toEqual(['la', 'la', 'el', 'la', 'el', 'el', 'la', 'la'])
  expect(theRecord('PurchaseOrder', { id: '7' })).toBe('la orden de compra Id 7')
  expect([madeAt('Invoice', 'hoy'), madeAt('Payment', 'hoy')]).toEqual([
    'Una factura creada el hoy',
    'Un pago de cliente creado el hoy',
  ])
  expect([missing('1 factura', 1), missing('2 facturas', 2)]).toEqual([
    'Falta en la base de datos: 1 factura.',
    'Faltan en la base de datos: 2 facturas.',
  ])
  expect(onlyReported(['la factura 1', 'el pago 2']).todo).toContain('ocultaban la factura 1 y el pago 2;')
  expect(words.en.onlyReported(['invoice 1', 'invoice 2']).todo).toContain('listed them, and they are in')
})

test('QuickBooks’ own lists are “reportes” on the Spanish page, and what this program found is an “informe”', () => {
  const { legend, notWitnessed, report } = words.es
  for (const said of [legend('02:15', 'domingo'), notWitnessed('facturas')]) {
    expect(said).toContain('reportes')
    expect(said).not.toContain('informe')
  }
  expect(report).toBe('Informe')
})

test('a remark that asks nothing says which record it is, in both languages', () => {
  const facts = company('One', { proof: found('yellow', before(1), listed) })
  const said = (['en', 'es'] as const).map(
    (language) => conditionOf(facts, words[language], now).notes[0]?.todo,
  )
  expect(said).toEqual([
    'QuickBooks’ queries hid invoice 1009 (Jan 26, 2023, Granite, 3,840.76); its own report listed it, and it is in the database. Nothing to do.',
    expect.stringMatching(
      /^Las consultas de QuickBooks ocultaban la factura 1009 \(26 ene\.? 2023, Granite, 3\.?840,76\);/u,
    ),
  ])
})
