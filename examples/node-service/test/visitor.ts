import type { BackfillState } from '../src/backfill-state.ts'

export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** The address that the consent page sends the browser back to, and the cookie that the browser then has. */
export async function consent(
  url: string,
  realmId: string,
): Promise<{ readonly address: string; readonly cookie: string }> {
  const asked = await fetch(`${url}/connect`, { redirect: 'manual' })
  const cookie = (asked.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const page = new URL(asked.headers.get('location') ?? '')
  // Stands for the person who picks this company.
  page.searchParams.set('realm_id', realmId)
  const consented = await fetch(page, { redirect: 'manual' })
  return { address: consented.headers.get('location') ?? '', cookie }
}

export async function connect(url: string, realmId: string): Promise<Response> {
  const { address, cookie } = await consent(url, realmId)
  return fetch(address, { headers: { cookie }, redirect: 'manual' })
}

export async function get(address: string): Promise<Answer> {
  const answer = await fetch(address)
  return { status: answer.status, body: await answer.json() }
}

export async function startBackfill(url: string, realmId: string, request: object): Promise<Answer> {
  const answer = await fetch(`${url}/api/companies/${realmId}/backfill`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  return { status: answer.status, body: await answer.json() }
}

/** Reads the stream of events until `isEnough` says so, then hangs up. */
export async function watch(
  url: string,
  isEnough: (state: BackfillState) => boolean,
): Promise<readonly BackfillState[]> {
  const seen: BackfillState[] = []
  for await (const line of streamLines(url)) {
    if (!line.startsWith('data: ')) continue
    const state = JSON.parse(line.slice('data: '.length)) as BackfillState
    seen.push(state)
    if (isEnough(state)) return seen
  }
  return seen
}

/** The lines of the stream; whoever stops reading hangs up. */
export async function* streamLines(url: string): AsyncGenerator<string, void> {
  const leave = new AbortController()
  const answer = await fetch(`${url}/api/events`, { signal: leave.signal })
  let rest = ''
  try {
    for await (const chunk of (answer.body ?? new ReadableStream<Uint8Array>()).pipeThrough(
      new TextDecoderStream(),
    )) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } finally {
    leave.abort()
  }
}
