import type { Limits } from '../../options.js'
import type { Arguments } from './arguments.js'
import { invalidSetting } from '../words/invalid.js'

/** The month's budget is of the app rather than of a command: it may stand in the environment that all processes share. */
export function readLimits(given: Arguments): Limits {
  const seconds = given.number('max-duration')
  return {
    monthlyCallBudget: given.number('monthly-call-budget') ?? budgetOfEnvironment(given),
    maxDurationMs: seconds === undefined ? undefined : seconds * 1000,
  }
}

function budgetOfEnvironment(given: Arguments): number | undefined {
  const text = given.environment('QBO_MONTHLY_CALL_BUDGET')
  if (text === undefined) return undefined
  if (/^[1-9]\d{0,8}$/u.test(text)) return Number(text)
  throw invalidSetting(['QBO_MONTHLY_CALL_BUDGET'], {
    en: 'QBO_MONTHLY_CALL_BUDGET must be a whole number of calls, for example 450000.',
    es: 'QBO_MONTHLY_CALL_BUDGET debe ser un número entero de llamadas, por ejemplo 450000.',
  })
}
