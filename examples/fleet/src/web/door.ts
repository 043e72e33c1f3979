import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Config } from '../config.ts'
import { renderDoor } from '../page/page.ts'
import type { Language } from '../words/words.ts'
import { cookieOf, formOf, queryOf, redirect, sendHtml, setCookie } from './http.ts'

const tokenCookie = 'fleet_token'
const monthSeconds = 30 * 86_400

export function isInside(config: Config, request: IncomingMessage): boolean {
  return isTrusted(config, cookieOf(request, tokenCookie))
}

export async function openDoor(
  config: Config,
  request: IncomingMessage,
  response: ServerResponse,
  language: Language,
): Promise<void> {
  const token = (await formOf(request)).get('token')?.trim() ?? ''
  if (!isTrusted(config, token)) return sendHtml(response, 401, renderDoor(language, true))
  letIn(config, response, token)
}

/**
 * An address with the token in it opens the page, of a fleet on the reader's own machine only: elsewhere the addresses end
 * up in logs.
 */
export function openByAddress(config: Config, request: IncomingMessage, response: ServerResponse): boolean {
  const token = queryOf(request).get('token')
  const isOwnMachine = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/u.test(config.publicUrl)
  if (token === null || !isOwnMachine || !isTrusted(config, token)) return false
  letIn(config, response, token)
  return true
}

export function leave(config: Config, response: ServerResponse): void {
  setCookie(response, config, { name: tokenCookie, value: '', seconds: 0 })
  redirect(response, '/')
}

function letIn(config: Config, response: ServerResponse, token: string): void {
  setCookie(response, config, { name: tokenCookie, value: token, seconds: monthSeconds })
  redirect(response, '/')
}

/** Of the hashes, which are of one length: neither the token nor its length can be measured. */
function isTrusted({ pageToken }: Config, token: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  return pageToken !== '' && timingSafeEqual(hash(token), hash(pageToken))
}
