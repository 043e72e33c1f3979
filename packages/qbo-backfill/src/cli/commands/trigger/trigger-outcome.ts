import { settlementOf } from '../../../trigger/settlement.js'
import type { TriggerOutcome } from '../../../trigger/run-claimed.js'
import { triggerTransitions } from '../../../ledger/trigger-state.js'
import { exitCodeOfError, exitCodeOfReport, firstExitCode } from '../../output/exit-code.js'
import type { Language } from '../../words/language.js'
import { settledIn } from '../../words/trigger-words.js'
import type { CommandOutcome } from '../../output/output.js'

/**
 * How `run-due` ends: with the code that goes before the others.
 *
 * @param tables of the runs' reports, by the id of the run
 * @throws the error that the code came from, so that it ends as any other command that fails by it.
 */
export function dueOutcome(
  outcomes: readonly TriggerOutcome[],
  tables: ReadonlyMap<string, string>,
  language: Language,
): CommandOutcome {
  const exitCode = firstExitCode(outcomes.map(exitCodeOf))
  const decisive = outcomes.find((outcome) => exitCodeOf(outcome) === exitCode)
  const error = decisive?.error
  if (exitCode !== 0 && error !== undefined)
    throw error instanceof Error ? error : new Error(messageOf(error), { cause: error })
  const [only] = outcomes
  return {
    exitCode,
    event: {
      type: 'trigger.completed',
      ran: outcomes.length,
      triggers: outcomes.map(fieldsOf),
      ...(outcomes.length === 1 && only?.report !== undefined && { report: only.report }),
    },
    text:
      outcomes.length === 0
        ? { en: 'No trigger is due.\n', es: 'No hay ningún disparador vencido.\n' }[language]
        : outcomes.map((outcome) => textOf(outcome, tables, language)).join('\n'),
  }
}

function exitCodeOf({ report, error }: TriggerOutcome): number {
  if (error !== undefined) return exitCodeOfError(error)
  return report === undefined ? 0 : exitCodeOfReport(report)
}

function fieldsOf(outcome: TriggerOutcome): Readonly<Record<string, unknown>> {
  const { trigger, step, report, error } = outcome
  return {
    id: trigger.id,
    name: trigger.name ?? null,
    state: triggerTransitions.running[step],
    exitCode: exitCodeOf(outcome),
    runId: report?.runId ?? trigger.runId ?? null,
    status: report?.status ?? null,
    ...(error === undefined ? {} : { message: messageOf(error) }),
  }
}

function textOf(
  { trigger, report, error }: TriggerOutcome,
  tables: ReadonlyMap<string, string>,
  language: Language,
): string {
  const table = report === undefined ? undefined : tables.get(report.runId)
  if (table !== undefined) return table
  const words = {
    en: { trigger: 'Trigger', before: 'its run had ended before.' },
    es: { trigger: 'Disparador', before: 'su corrida ya había terminado.' },
  }[language]
  return `${words.trigger} ${trigger.id}: ${error === undefined ? words.before : settledIn(messageOf(error), language)}\n`
}

function messageOf(error: unknown): string {
  return settlementOf({ error, stopped: false }).message
}
