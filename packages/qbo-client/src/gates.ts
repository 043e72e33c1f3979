/** Lets an attempt pass, or throws what ends the request. */
export type Gate = () => void | Promise<void>

/** What every HTTP attempt to the API must pass. */
export interface Gates {
  readonly add: (gate: Gate) => () => void
  readonly pass: () => Promise<void>
}

/** Gates in the order in which they were added; each is passed before the next is asked. */
export function createGates(): Gates {
  const gates = new Set<Gate>()
  return {
    add(gate) {
      // A wrapper of its own: the same function may stand twice, and each is removed alone.
      const entry: Gate = () => gate()
      gates.add(entry)
      return () => void gates.delete(entry)
    },
    async pass() {
      for (const gate of gates) await gate()
    },
  }
}
