import type { BackfillReport } from 'qbo-backfill'
import { expect, test } from 'vitest'
import { gistOf } from '../src/gist.ts'
import { renderPage } from '../src/page/page.ts'
import { before, company, found, now, sampleFleet } from './sample-fleet.ts'

type Entity = BackfillReport['entities'][number]

function reportOf(status: Entity['status'], witness: Partial<Entity['witness']>): BackfillReport {
  const nothing = { found: 0, lost: 0, deleted: 0, unlisted: 0, differing: 0 }
  const said = { outcome: 'witnessed', transactions: 9, sum: null, currency: 'USD', ...nothing, ...witness }
  const entity = { entity: 'Invoice', status, witness: said, reconciliation: null, findings: ['One.'] }
  return { entities: [entity] } as unknown as BackfillReport
}

test('records that only reports had are no mere remark beside such as QuickBooks does not give any more', () => {
  const remark = (doubtful?: number): unknown =>
    gistOf(reportOf('yellow', { found: 1, doubtful })).entities[0]?.remark
  expect([remark(), remark(2)]).toEqual(['found', 'other'])
})

test('that no amounts are compared stands beside a company that is complete', () => {
  const gist = gistOf(reportOf('green', { noAmounts: 'the report shows none' }))
  expect(gist.idsAlone).toEqual(['Invoice'])
  const companies = [company('One', { proof: found('green', before(1), gist) })]
  const page = (language: 'en' | 'es'): string =>
    renderPage({ state: { ...sampleFleet, companies }, view: { language, isStill: false }, now })
  expect(page('en')).toContain('QuickBooks’ own reports show no amounts to compare')
  expect(page('es')).toContain('los reportes de QuickBooks no muestran montos que comparar')
})
