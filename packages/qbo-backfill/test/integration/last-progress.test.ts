import { afterEach, expect, test } from 'vitest'
import { startCompany, type TestCompany } from '../company.js'

let company: TestCompany

afterEach(() => company.close())

test('the last progress of a run has the numbers that it ends with, however quick it was', async () => {
  company = await startCompany('PGlite')
  const report = await company.run({ from: '2020-01-01' })
  const progress = company.events.filter((event) => event.type === 'progress')
  const read = report.entities.reduce((sum, { inserted }) => sum + inserted, 0)
  expect(progress.at(-1)).toMatchObject({ records: read, expected: read })
  // And nothing comes behind the event that ends it.
  expect(company.events.at(-1)?.type).toBe('run.completed')
})
