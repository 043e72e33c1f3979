import type { BackfillEvent } from '../../events.js'
import type { CommandOutcome, Output } from './output.js'

/** Tells a host in its own words what the NDJSON tells everybody. */
export interface HostWriter {
  /** What the host wants to be read, as instants, where it says so: the partition that a step is of. */
  readonly range?: { readonly from: string; readonly to: string } | undefined
  event(event: BackfillEvent): void
  /** The command is done; what it has found is in the outcome. */
  finish(outcome: CommandOutcome): void
  fail(exitCode: number, error: Readonly<Record<string, unknown>> & { readonly message: string }): void
}

/** Both: the host's own words first, since nothing follows the terminal event. */
export function tellingHost(output: Output, writer: HostWriter | undefined): Output {
  if (writer === undefined) return output
  return {
    ...output,
    onEvent(event) {
      writer.event(event)
      output.onEvent(event)
    },
    finish(outcome) {
      writer.finish(outcome)
      output.finish(outcome)
    },
    fail(type, exitCode, error, told) {
      writer.fail(exitCode, error)
      output.fail(type, exitCode, error, told)
    },
  }
}

/** Of a report of a run, a sync or a verification, what hosts show. */
export interface ReportedEntity {
  readonly entity: string
  readonly status: string
  /** Whole numbers by their names: rows loaded, inserted, missing … */
  readonly numbers: Readonly<Record<string, number>>
}

export function reportOf({ event }: CommandOutcome): Readonly<Record<string, unknown>> {
  const { report } = event
  return typeof report === 'object' && report !== null ? (report as Record<string, unknown>) : {}
}

export function reportedEntities(outcome: CommandOutcome): readonly ReportedEntity[] {
  const { entities } = reportOf(outcome)
  if (!Array.isArray(entities)) return []
  return (entities as readonly Readonly<Record<string, unknown>>[]).map((entity) => ({
    entity: String(entity['entity']),
    status: String(entity['status']),
    numbers: Object.fromEntries(
      Object.entries(entity).filter((field): field is [string, number] => typeof field[1] === 'number'),
    ),
  }))
}
