import type { EntityName } from 'qbo-client'
import type { Check } from './check.js'
import type { Cost, Knowledge } from './colour.js'
import { colourOfClaim } from './colour.js'

/** Why a claim does not hold, or is not known: as a check of a report, and in the sentence by which it is told. */
export interface Said {
  readonly check: Check
  readonly finding: string
}

export interface Saying {
  /** How the check is called. */
  readonly name: string
  readonly known: Exclude<Knowledge, 'right'>
  /** Sentences: what is so, without the name of the entity, and what to do. */
  readonly text: string
  readonly action?: string
  readonly details: Check['details']
}

/** @param cost of the claim that it is about */
export function said(entity: EntityName, cost: Cost, saying: Saying): Said {
  const { name, known, text, action, details } = saying
  const message = `${entity}: ${text}`
  return {
    check: { entity, name, status: colourOfClaim(cost, known), message, details },
    finding: action === undefined ? message : `${message} ${action}`,
  }
}
