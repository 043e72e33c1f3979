import { allEnded } from '../failure/all-ended.js'
import { isDataException } from '../failure/failure.js'
import type { EntityRange } from '../plan/entity-range.js'
import { rowsCheckFailed } from '../row-checks/check-rows.js'
import type { RunContext } from '../run/run-context.js'
import type { Check } from '../verdict/check.js'

interface CheckedEntity extends Pick<RunContext, 'store' | 'run'> {
  readonly entity: EntityRange
}

/** What the database says of the rows of each entity, asked once for as long as they are the same. */
export interface EarlyRowChecks {
  /** Asks beside the questions to QuickBooks, so that nobody waits for it behind them. */
  ask(scopes: readonly CheckedEntity[]): void
  of(scope: CheckedEntity): Promise<readonly Check[]>
  /** Rows have been written, of whichever entity: those of another may refer to them. */
  forget(): void
  /** When nothing is under way any more. Never rejects. */
  ended(): Promise<void>
}

/** To look through more of them in vain, where something has changed meanwhile, costs more than to wait. */
const mostRowsEarly = 100_000

export function earlyRowChecks(): EarlyRowChecks {
  const asked = new Map<string, Promise<readonly Check[]>>()
  const underWay = new Set<Promise<unknown>>()
  const ask = (scope: CheckedEntity): Promise<readonly Check[]> => {
    const checks = askRowChecks(scope)
    asked.set(scope.entity.name, checks)
    const ended = checks.catch(() => undefined).finally(() => underWay.delete(ended))
    underWay.add(ended)
    return checks
  }
  return {
    ask(scopes) {
      const rows = scopes.reduce((sum, { run, entity }) => sum + (run.totals[entity.name]?.expected ?? 0), 0)
      if (rows <= mostRowsEarly) for (const scope of scopes) void ask(scope)
    },
    of: (scope) => asked.get(scope.entity.name) ?? ask(scope),
    forget: () => asked.clear(),
    async ended() {
      await allEnded([...underWay])
    },
  }
}

async function askRowChecks({ store, run, entity }: CheckedEntity): Promise<readonly Check[]> {
  try {
    return await store.rows.check(run, entity.name, entity.definition.strategy)
  } catch (error) {
    if (!isDataException(error)) throw error
    return [rowsCheckFailed(entity.name, error)]
  }
}
