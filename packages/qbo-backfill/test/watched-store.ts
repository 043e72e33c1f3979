import type { QboClientEvent } from 'qbo-client'
import type { BackfillStore } from '../src/index.js'
import { closedStore, openedStore, type Store } from '../src/store/store.js'

export interface WatchedStore {
  readonly store: BackfillStore
  /** To be told of what the source does. */
  onClientEvent(this: void, event: QboClientEvent): void
  /** Answers of QuickBooks that came while the database committed a page. */
  askedAhead(): number
}

/** A store that does what it did, but for what is put in its place. */
export function changedStore(store: BackfillStore, change: (inside: Store) => Store): BackfillStore {
  const inside = openedStore(store)
  if (inside === undefined) throw new Error('No store of ours.')
  return closedStore(change(inside))
}

/** A store that notes what happens while it commits a page. */
export function watchStore(store: BackfillStore): WatchedStore {
  let committing = 0
  let ahead = 0
  return {
    store: changedStore(store, ({ segments, ...inside }) => ({
      ...inside,
      segments: {
        ...segments,
        async commitPage(lease, page) {
          committing += 1
          try {
            return await segments.commitPage(lease, page)
          } finally {
            committing -= 1
          }
        },
      },
    })),
    onClientEvent({ type, ...event }) {
      if (type === 'request.completed' && 'kind' in event && event.kind === 'query' && committing > 0)
        ahead += 1
    },
    askedAhead: () => ahead,
  }
}
