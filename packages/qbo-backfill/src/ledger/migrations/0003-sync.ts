/** Where the last sync of each entity ended, by QuickBooks' own clock. */
export const sync0003: readonly string[] = [
  `CREATE TABLE sync_cursors (
    realm_id text NOT NULL,
    raw_schema text NOT NULL,
    entity text NOT NULL,
    changed_since_utc timestamptz NOT NULL,
    sync_id text NOT NULL,
    synced_at_utc timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (realm_id, raw_schema, entity)
  )`,
]
