import type { DeliveryScope } from '../store/deliver.js'
import type { Patience } from '../source/patience.js'
import type { Source } from '../source/source.js'
import type { Store } from '../store/store.js'

export interface SyncContext extends DeliveryScope {
  readonly source: Source
  readonly store: Store
  readonly syncId: string
  /** Whether reports are asked of all that is loaded; undefined: where CDC cannot know what was deleted. */
  readonly sweep: boolean | undefined
  /** For reports that do not come. */
  readonly patience: Patience
}
