/** One line of the verdict on an entity: green holds, yellow deserves a look, red is wrong. */
export interface Check {
  readonly entity: string
  /** `proof`, `rejects`, `window` … */
  readonly name: string
  readonly status: 'green' | 'yellow' | 'red'
  /** One sentence for a person. */
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
}

const severity = { green: 0, yellow: 1, red: 2 } as const

export function worst(statuses: readonly ('green' | 'yellow' | 'red')[]): 'green' | 'yellow' | 'red' {
  return statuses.reduce<'green' | 'yellow' | 'red'>(
    (found, status) => (severity[status] > severity[found] ? status : found),
    'green',
  )
}
