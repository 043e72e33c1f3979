import { isQboError } from '../errors.js'
import type { CallApi } from '../api.js'
import type { EntityName } from '../entity-name.js'
import type { QueryScope } from '../statement/query-scope.js'
import { namesActive, requireEntity } from '../statement/statement.js'

/** Entities that took no `Active IN (true, false)` from this client. */
const refusals = new WeakMap<CallApi, Set<EntityName>>()

/**
 * Asks with the clause where it is doubtful whether the entity has Active, and without it once QuickBooks has refused: a
 * property that an entity has not can hide none of its rows.
 */
export async function askWithActive<T>(
  call: CallApi,
  scope: QueryScope,
  ask: (scope: QueryScope) => Promise<T>,
): Promise<T> {
  const { name, activeIsDoubtful } = requireEntity(scope.entity)
  if (!activeIsDoubtful || scope.activeClause !== undefined || namesActive(scope)) return ask(scope)
  const refused = refusals.get(call) ?? new Set<EntityName>()
  refusals.set(call, refused)
  if (refused.has(name)) return ask({ ...scope, activeClause: false })
  try {
    return await ask(scope)
  } catch (error) {
    if (!isQboError(error) || error.code !== 'QBO_QUERY_INVALID') throw error
    const answer = await ask({ ...scope, activeClause: false })
    refused.add(name)
    return answer
  }
}
