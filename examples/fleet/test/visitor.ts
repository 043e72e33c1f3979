import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** Asks for a page, or sends a form there, and keeps cookies. */
export type Visitor = (path: string, form?: Record<string, string>) => Promise<Response>

/** A browser, as far as its cookies go. */
export function visitorOf(url: string): Visitor {
  const jar = new Map<string, string>()
  return async (path, form) => {
    const answer = await fetch(new URL(path, url), {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = '', age] =
        /^(?<name>[^=]*)=(?<value>[^;]*); Max-Age=(?<age>\d+)/u.exec(cookie) ?? []
      if (age === '0') jar.delete(name)
      else jar.set(name, value)
    }
    return answer
  }
}

/** Somebody who has the token, and reads English. */
export async function insiderOf(url: string, token: string): Promise<Visitor> {
  const ask = visitorOf(url)
  await ask('/token?lang=en', { token })
  return ask
}

/** Connects a company as the person who picks `picked` on the consent page. */
export async function consent(ask: Visitor, path: string, picked: string): Promise<Response> {
  const page = new URL((await ask(path)).headers.get('location') ?? '')
  page.searchParams.set('realm_id', picked)
  const { headers } = await fetch(page, { redirect: 'manual' })
  return ask(headers.get('location') ?? '')
}

/** The page, when it is as it should be. */
export async function pageWith(ask: Visitor, text: string | RegExp): Promise<string> {
  for (let tries = 0; ; tries++) {
    const html = await (await ask('/')).text()
    if (typeof text === 'string' ? html.includes(text) : text.test(html)) return html
    if (tries > 120) throw new Error(`Not on the page: ${text}\n${html}`)
    await delay(250)
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
