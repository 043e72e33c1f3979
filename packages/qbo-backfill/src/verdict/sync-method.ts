/** How a sync asks what changed: change data capture, a query by LastUpdatedTime, or all of it. */
export type SyncMethod = 'cdc' | 'query' | 'whole'
