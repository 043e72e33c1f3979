import type { NewRecord } from '../company/realm.js'
import type { Fault } from '../fault/fault-queue.js'
import { jsonAnswer, type Answer } from '../http/answer.js'
import type { Call } from '../http/call.js'
import type { Simulator } from '../simulator.js'
import { buildStats } from './stats.js'

/** The body of a control call; each verb reads what it needs. */
interface ControlBody {
  readonly entity?: string
  readonly id?: string
  readonly realmId?: string
  readonly patch?: Readonly<Record<string, unknown>>
  readonly touch?: boolean
  readonly trace?: boolean
  readonly status?: number
  readonly record?: NewRecord | string
  readonly now?: number | string
}

const prefix = '/_control/'

/**
 * The verbs of the simulator over HTTP, for tests in another process: neither throttled nor authenticated nor
 * logged. Answers undefined to a call that is none of its own.
 */
export function createControl(simulator: () => Simulator): (call: Call) => Answer | undefined {
  const undo: (() => void)[] = []
  return (call) => {
    const { pathname } = call.url
    if (!pathname.startsWith(prefix)) return undefined
    const verb = `${call.method} ${pathname.slice(prefix.length)}`
    try {
      const result = run(simulator(), verb, call, undo)
      return result === undefined
        ? refuse(404, `No control ${verb}`)
        : jsonAnswer(200, JSON.stringify(result))
    } catch (error) {
      return refuse(400, error instanceof Error ? error.message : String(error))
    }
  }
}

function run(simulator: Simulator, verb: string, { url, body }: Call, undo: (() => void)[]): unknown {
  const search = url.searchParams
  const realmId = search.get('realmId') ?? undefined
  switch (verb) {
    case 'GET requests':
      return simulator.requests
    case 'GET stats':
      return buildStats(simulator)
    case 'GET records':
      return simulator.records(search.get('entity') ?? '', realmId)
    case 'GET refresh-token':
      return { refreshToken: simulator.refreshToken(realmId) }
    case 'POST clear':
      for (const one of undo.splice(0)) one()
      return {}
    default:
      return verb.startsWith('POST ') ? change(simulator, verb.slice(5), body, undo) : undefined
  }
}

function change(simulator: Simulator, verb: string, body: string, undo: (() => void)[]): unknown {
  const asked = (body === '' ? {} : JSON.parse(body)) as ControlBody
  const { entity = '', id = '', realmId } = asked
  const where = { ...asked, ...(realmId === undefined ? {} : { realmId }) }
  switch (verb) {
    case 'create':
      return simulator.create(entity, asked.record ?? {}, realmId)
    case 'edit':
      return simulator.edit(entity, id, asked.patch ?? {}, where)
    case 'remove':
      simulator.remove(entity, id, where)
      return {}
    case 'hide':
      undo.push(simulator.hide(entity, id, realmId))
      return {}
    case 'poison':
      undo.push(simulator.poison(entity, id, where))
      return {}
    case 'inject':
      undo.push(simulator.inject(asked as unknown as Fault))
      return {}
    case 'rotate':
      return { refreshToken: simulator.rotateRefreshToken(realmId) }
    case 'expire-access-tokens':
      simulator.expireAccessTokens(realmId)
      return {}
    case 'clock':
      return setClock(simulator, asked.now)
    default:
      return undefined
  }
}

function setClock(simulator: Simulator, now: number | string | undefined): unknown {
  const epochMs = typeof now === 'string' ? Date.parse(now) : now
  if (epochMs === undefined || !Number.isFinite(epochMs)) throw new TypeError('now must be an instant')
  simulator.setNow(epochMs)
  return { now: simulator.now() }
}

function refuse(status: number, error: string): Answer {
  return jsonAnswer(status, JSON.stringify({ error }))
}
