import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Config } from '../config.ts'

/** More than any delivery or form has. */
const mostBytes = 1_048_576

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new Error('The body is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams((await bodyOf(request)).toString('utf8'))
}

export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?')[0] ?? ''
}

export function queryOf(request: IncomingMessage): URLSearchParams {
  return new URLSearchParams((request.url ?? '').split('?')[1])
}

export function cookieOf(request: IncomingMessage, name: string): string {
  const found = new RegExp(`(?:^|;\\s*)${name}=([^;]*)`, 'u').exec(request.headers.cookie ?? '')?.[1] ?? ''
  return decodeURIComponent(found)
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly seconds: number
}

export function setCookie(
  response: ServerResponse,
  { publicUrl }: Config,
  { name, value, seconds }: Cookie,
): void {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : ''
  response.appendHeader(
    'set-cookie',
    `${name}=${encodeURIComponent(value)}; Max-Age=${seconds}; Path=/; HttpOnly; SameSite=Lax${secure}`,
  )
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location }).end()
}

export function sendHtml(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(body)
}

export function sendText(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(body)
}
