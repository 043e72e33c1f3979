import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { listenForRedirect, parseRedirect, type AuthorizationRedirect } from 'qbo-client'
import { invalid } from '../../words/invalid.js'
import type { CommandContext } from '../command.js'
import type { AuthConnection } from './auth-connection.js'
import { announce } from './auth-announcement.js'
import { spanishPage, withoutConsent } from '../../words/auth-words.js'

/** The port and path that the examples register in the developer portal. */
const defaultRedirectUri = 'http://localhost:8000/callback'

/** A login that nobody completes must not wait for ever: hosts take silence for life. */
const longestWaitMs = 600_000

export interface RedirectRequest {
  readonly state: string
  /** The address to open, for a redirect to the given one. */
  readonly addressFor: (redirectUri: string) => string
}

export interface Redirected {
  readonly redirect: AuthorizationRedirect
  /** Must be named again when the code is exchanged. */
  readonly redirectUri: string
}

/** Shows the address to open, and waits for what comes back: on loopback, or pasted from a browser. */
export async function askForRedirect(
  context: CommandContext,
  connection: AuthConnection,
  request: RedirectRequest,
): Promise<Redirected> {
  const redirectUri = context.given.value('redirect-uri') ?? defaultRedirectUri
  if (!URL.canParse(redirectUri))
    throw invalid({
      en: `--redirect-uri "${redirectUri}" is not an address.`,
      es: `--redirect-uri "${redirectUri}" no es una dirección.`,
    })
  const { protocol, hostname } = new URL(redirectUri)
  if (protocol === 'https:') return pasted(context, redirectUri, request)
  if (protocol !== 'http:' || hostname !== 'localhost') {
    throw invalid({
      en: `--redirect-uri ${redirectUri} cannot be used: Intuit redirects to https, and with development keys to http://localhost.`,
      es: `--redirect-uri ${redirectUri} no se puede usar: Intuit redirige a https y, con claves de desarrollo, a http://localhost.`,
    })
  }
  if (connection.environment === 'production' && connection.tokenUrl === undefined) {
    throw invalid({
      en: 'Production keys cannot be redirected to localhost. Register an https address in the developer portal and name it: --redirect-uri https://…',
      es: 'Con claves de producción no se puede redirigir a localhost. Registre una dirección https en el portal de desarrolladores e indíquela: --redirect-uri https://…',
    })
  }
  return listened(context, new URL(redirectUri), request)
}

async function listened(context: CommandContext, uri: URL, request: RedirectRequest): Promise<Redirected> {
  const loopback = await listenForRedirect({
    state: request.state,
    port: uri.port === '' ? 80 : Number(uri.port),
    path: uri.pathname,
    page: context.given.language === 'es' ? spanishPage : undefined,
  })
  const { redirectUri } = loopback
  const open = {
    en: 'Open this address in a browser and consent',
    es: 'Abra esta dirección en un navegador y autorice la conexión',
  }
  try {
    const stopSaying = announce(context, open, request.addressFor(redirectUri))
    const redirect = await inTime(context, (signal) => loopback.wait({ signal })).finally(stopSaying)
    return { redirect, redirectUri }
  } finally {
    await loopback.close()
  }
}

async function pasted(
  context: CommandContext,
  redirectUri: string,
  request: RedirectRequest,
): Promise<Redirected> {
  const open = {
    en: 'Open this address in a browser, consent, and paste the address that the browser ends at, with Enter',
    es: 'Abra esta dirección en un navegador, autorice la conexión y pegue la dirección en que termina el navegador, con Enter',
  }
  const stopSaying = announce(context, open, request.addressFor(redirectUri))
  const line = await inTime(context, (signal) => readPastedLine(process.stdin, signal)).finally(stopSaying)
  if (line === undefined)
    throw invalid({
      en: 'Standard input ended before the final address was pasted.',
      es: 'La entrada estándar terminó antes de que se pegara la dirección final.',
    })
  return { redirect: parseRedirect(line, request.state), redirectUri }
}

async function inTime<T>({ signal }: CommandContext, wait: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = AbortSignal.timeout(longestWaitMs)
  try {
    return await wait(AbortSignal.any([signal, limit]))
  } catch (error) {
    if (!limit.aborted || signal.aborted) throw error
    const minutes = longestWaitMs / 60_000
    throw withoutConsent({
      en: `Nobody consented within ${minutes} minutes. Nothing was stored. Log in again.`,
      es: `Nadie autorizó la conexión en ${minutes} minutos. No se guardó nada. Conéctese de nuevo.`,
    })
  }
}

/** The first line with something on it; undefined when the input ends before. The signal ends the wait. */
async function readPastedLine(input: Readable, signal: AbortSignal): Promise<string | undefined> {
  signal.throwIfAborted()
  const lines = createInterface({ input, crlfDelay: Infinity })
  try {
    return await new Promise<string | undefined>((resolve, reject) => {
      lines.on('line', (line) => {
        if (line.trim() !== '') resolve(line.trim())
      })
      lines.on('close', () => resolve(undefined))
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    })
  } finally {
    lines.close()
    // An open stdin would keep the process alive.
    input.destroy()
  }
}
