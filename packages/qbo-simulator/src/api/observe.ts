import type { ObservedRequest } from '../fault/fault-queue.js'
import type { Call } from '../http/call.js'

/** What faults, listeners and the log see of a call to the data API. */
export function observeCall(call: Call, number: number): ObservedRequest {
  const { pathname, searchParams } = call.url
  const observed = { number, method: call.method, path: pathname }
  if (pathname.endsWith('/query')) {
    const statement = readStatement(call)
    const entity = /\bfrom\s+([a-z]+)/i.exec(statement)?.[1]
    return { ...observed, statement, ...(entity === undefined ? {} : { entity }) }
  }
  if (pathname.endsWith('/cdc')) return { ...observed, entity: searchParams.get('entities') ?? '' }
  const entity = /^\/v3\/company\/[^/]*\/([a-z]+)/i.exec(pathname)?.[1]
  return { ...observed, ...(entity === undefined ? {} : { entity }) }
}

/** The statement of a query: the body of a POST, else the parameter. */
export function readStatement(call: Call): string {
  return call.method === 'POST' ? call.body : (call.url.searchParams.get('query') ?? '')
}
