import { invalidSetting } from '../words/invalid.js'
import type { Arguments } from './arguments.js'

/** What the environment says about the way to QuickBooks. */
export interface Proxy {
  /** Its address, without the user and password that may be in it. */
  readonly address: string
  readonly variable: string
  /** Hosts that are asked without it; empty when there are none. */
  readonly exceptions: string
  /** A fetch that goes through it. */
  readonly fetch: typeof globalThis.fetch
}

/**
 * The proxy that HTTPS_PROXY names, as curl and Node read it: in small letters first. Node's own fetch reads neither.
 * Undefined when there is none.
 *
 * HTTP_PROXY is of no use here: plain http is spoken to this machine only, so that no secret leaves it in the clear.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` for an address that cannot be one; it is not quoted, since a
 * password may be in it.
 */
export function readProxy(given: Pick<Arguments, 'environment'>): Proxy | undefined {
  const named = firstOf(given, ['https_proxy', 'HTTPS_PROXY'])
  if (named === undefined) return undefined
  const { name, value } = named
  const url = /^[a-z][a-z0-9+.-]*:\/\//iu.test(value) ? value : `http://${value}`
  if (!URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol)) {
    throw invalidSetting([name], {
      en: `${name} is not the address of a proxy that can be used. It must look like http://host:port or https://host:port.`,
      es: `${name} no es la dirección de un proxy que se pueda usar. Debe tener la forma http://servidor:puerto o https://servidor:puerto.`,
    })
  }
  const exceptions = firstOf(given, ['no_proxy', 'NO_PROXY'])?.value ?? ''
  return {
    address: new URL(url).origin,
    variable: name,
    exceptions,
    fetch: createProxyFetch(url, exceptions),
  }
}

/** Variables that name a proxy which is not used. */
export function unusedProxyVariables(given: Pick<Arguments, 'environment'>): readonly string[] {
  const names = [
    ['http_proxy', 'HTTP_PROXY'],
    ['all_proxy', 'ALL_PROXY'],
  ]
  return names.flatMap((each) => firstOf(given, each)?.name ?? [])
}

function firstOf(
  { environment }: Pick<Arguments, 'environment'>,
  names: readonly string[],
): { readonly name: string; readonly value: string } | undefined {
  for (const name of names) {
    const value = environment(name)
    if (value !== undefined) return { name, value }
  }
  return undefined
}

/** undici is loaded with the first request, by those who have a proxy only. Its agents fit its own fetch, of any Node. */
function createProxyFetch(httpsProxy: string, noProxy: string): typeof globalThis.fetch {
  let loaded: ReturnType<typeof load> | undefined
  const load = async () => {
    const { Agent, EnvHttpProxyAgent, fetch } = await import('undici')
    return {
      fetch,
      direct: new Agent(),
      proxy: new EnvHttpProxyAgent({ httpProxy: httpsProxy, httpsProxy, noProxy }),
    }
  }
  return async (input, init) => {
    loaded ??= load()
    const { fetch, direct, proxy } = await loaded
    const request = new Request(input, init)
    // Taken apart, since one's Request is not the other's.
    const response = await fetch(request.url, {
      method: request.method,
      headers: [...request.headers],
      body: request.body === null ? null : await request.arrayBuffer(),
      redirect: request.redirect,
      signal: request.signal,
      dispatcher: new URL(request.url).protocol === 'https:' ? proxy : direct,
    })
    return response as unknown as Response
  }
}
