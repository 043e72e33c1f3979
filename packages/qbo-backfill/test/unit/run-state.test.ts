import { expect, test } from 'vitest'
import {
  runTransitions,
  runVerdicts,
  statusesBefore,
  unfinishedStatuses,
  type RunStatus,
} from '../../src/ledger/run-state.js'

const statuses = Object.keys(runTransitions) as RunStatus[]

test('a run goes where the table says, and a good verdict is never taken up again', () => {
  expect(statuses).toEqual(['running', 'green', 'yellow', 'red', 'failed', 'expired'])
  expect(unfinishedStatuses).toEqual(['running', 'red', 'failed'])
  expect(statusesBefore('expired')).toEqual(['running', 'red', 'failed'])
  for (const verdict of runVerdicts) expect(statusesBefore(verdict)).toEqual(['running', ...runVerdicts])
  expect(runTransitions.expired).toEqual([])
})
