/** An error, and what lies under it, in turn: each once, since a cause may lead back to where it came from. */
export function* causesOf(error: unknown): Generator<Error> {
  const told = new Set<unknown>()
  for (let at = error; at instanceof Error && !told.has(at); at = at.cause) {
    told.add(at)
    yield at
  }
}

export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined
  return typeof code === 'string' ? code : undefined
}
