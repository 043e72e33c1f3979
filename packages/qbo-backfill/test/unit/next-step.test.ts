import { expect, test } from 'vitest'
import { bothOf } from '../../src/cli/commands/init/init-words.js'
import { exitCodeOfError, exitCodes, StopRequest } from '../../src/cli/output/exit-code.js'
import { nextAfter } from '../../src/cli/output/next-step.js'
import { BackfillError, type BackfillErrorCode, type BackfillErrorOptions } from '../../src/errors.js'

function nextOf(code: BackfillErrorCode, options: BackfillErrorOptions = {}, hasBegun = false): string {
  const error = new BackfillError(code, 'It failed.', options)
  return nextAfter({ error, exitCode: exitCodeOfError(error), hasBegun }, 'en') ?? ''
}

const later = 'Next: the same command later; it goes on where it stopped.'

test('calls of a run are counted over all its resumes, so more are asked for; those of the month come back', () => {
  expect(nextOf('BACKFILL_BUDGET_SPENT', { retryable: true }, true)).toContain('a higher --max-api-calls')
  const resumeAfter = '2027-01-01T08:00:00Z'
  expect(nextOf('BACKFILL_BUDGET_SPENT', { retryable: true, resumeAfter }, true)).toContain(
    `from ${resumeAfter} on`,
  )
})

test('a database that was not there is started; one that broke off, or is full, is waited for', () => {
  const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  const full = Object.assign(new Error('too many clients'), { code: '53300', severity: 'FATAL' })
  expect(nextOf('BACKFILL_DATABASE_UNAVAILABLE', { retryable: true, cause })).toContain('start the database')
  expect(nextOf('BACKFILL_DATABASE_UNAVAILABLE', { retryable: true, cause }, true)).toBe(later)
  expect(nextOf('BACKFILL_DATABASE_UNAVAILABLE', { retryable: true, cause: full })).toBe(later)
})

test('a setting is named; what is typed wrongly says in its message how it is typed', () => {
  const issues = [{ path: 'QBO_ENVIRONMENT', message: 'prod' }]
  expect(nextOf('BACKFILL_INVALID_OPTIONS', { issues })).toBe(
    'Next: set QBO_ENVIRONMENT to what it must be, then the same command.',
  )
  expect(nextOf('BACKFILL_INVALID_OPTIONS', { issues: [{ path: 'entities[0]', message: 'x' }] })).toBe('')
})

test('questions that were stopped are asked anew; work that was stopped goes on', () => {
  const stop = (next?: ReturnType<typeof bothOf>): string | undefined => {
    const error = new StopRequest(bothOf('stopped'), exitCodes.interrupted, next)
    return nextAfter({ error, exitCode: exitCodeOfError(error), hasBegun: false }, 'es')
  }
  expect(stop(bothOf('again'))).toBe('Siguiente: el mismo comando; vuelve a preguntar todo.')
  expect(stop()).toBe('Siguiente: el mismo comando; continúa donde se detuvo.')
})
