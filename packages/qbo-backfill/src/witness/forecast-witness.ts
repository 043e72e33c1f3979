import type { Plan } from '../plan/plan.js'
import { rowsPerReport } from './cut-days.js'
import { witnessedTypes } from './witnessed-types.js'

/** API calls that the witness of a run will take while the company stands still: one for its currency, one for all types, and each report. */
export function forecastWitness({ entities }: Plan): number {
  const reports = entities.reduce((calls, { entity, windows, expected }) => {
    const types = windows.length === 0 ? 0 : (witnessedTypes(entity.name)?.types.length ?? 0)
    return calls + types * Math.max(1, Math.ceil(expected / rowsPerReport))
  }, 0)
  return reports === 0 ? 0 : reports + 2
}
