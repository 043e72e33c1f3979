/** One HTTP request, read to its end: what both the Fetch and the node:http side hand to the core. */
export interface Call {
  readonly method: string
  readonly url: URL
  header(name: string): string | undefined
  readonly body: string
  /** Aborts when the other side goes away. */
  readonly signal: AbortSignal
}

/** Reads a Fetch request into a call. */
export async function readCall(request: Request): Promise<Call> {
  return {
    method: request.method,
    url: new URL(request.url),
    header: (name) => request.headers.get(name) ?? undefined,
    body: request.body === null ? '' : await request.text(),
    signal: request.signal,
  }
}
