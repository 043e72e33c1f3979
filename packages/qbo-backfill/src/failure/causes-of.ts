/**
 * What was thrown, or the `error` of an event. Looked at by what it says: `instanceof Error` does not know an error of
 * another realm, as those of node's own modules are within a test runner that keeps its globals apart.
 */
export type Thrown = Readonly<Record<'code' | 'message' | 'cause', unknown>>

/** An error, and what lies under it, in turn: each once, since a cause may lead back to where it came from. */
export function* causesOf(error: unknown): Generator<Thrown> {
  const told = new Set<unknown>()
  for (let at = error; isThrown(at) && !told.has(at); at = at.cause) {
    told.add(at)
    yield at
  }
}

export function codeOf(error: unknown): string | undefined {
  const code = isThrown(error) ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

function isThrown(error: unknown): error is Thrown {
  return typeof error === 'object' && error !== null
}
