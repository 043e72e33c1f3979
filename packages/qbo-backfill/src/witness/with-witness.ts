import type { EntityName } from 'qbo-client'
import type { Check } from '../verdict/check.js'
import { worst, type Colour } from '../verdict/colour.js'
import type { WitnessReport } from '../verdict/witness.js'
import type { Witnessed } from './witness-entity.js'
import { witnessCheck, witnessReport, type OnlyLooked } from './witness-report.js'

interface Verdict {
  readonly status: Colour
  readonly checks: readonly Check[]
  readonly findings: readonly string[]
}

/** What reports have found, beside what the queries have. */
export function withWitness<V extends Verdict>(
  entity: EntityName,
  verdict: V,
  witnessed: Witnessed | undefined,
  onlyLooked?: OnlyLooked,
): V & { readonly witness?: WitnessReport } {
  if (witnessed === undefined) return verdict
  const check = witnessCheck(entity, witnessed, onlyLooked)
  const found = check === undefined || check.status === 'green' ? [] : [check]
  return {
    ...verdict,
    status: worst([verdict.status, ...found.map(({ status }) => status)]),
    checks: [...verdict.checks, ...found],
    findings: [...verdict.findings, ...found.map(({ message }) => message)],
    witness: witnessReport(witnessed),
  }
}
