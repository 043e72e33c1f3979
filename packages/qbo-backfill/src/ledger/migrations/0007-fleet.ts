/** Calls of an app in a month of Intuit's, whichever company they were for; and what webhooks have announced. */
export const fleet0007: readonly string[] = [
  `CREATE TABLE month_calls (
    client_id text NOT NULL,
    month date NOT NULL,
    taken bigint NOT NULL,
    newest_block bigint NOT NULL,
    PRIMARY KEY (client_id, month)
  )`,
  `INSERT INTO month_calls (client_id, month, taken, newest_block)
    SELECT client_id, month, pg_catalog.sum(calls)::bigint, 0 FROM api_usage GROUP BY client_id, month`,
  `CREATE TABLE webhook_events (
    event_id text PRIMARY KEY,
    realm_id text NOT NULL,
    entity text NOT NULL,
    record_id text NOT NULL,
    operation text NOT NULL,
    at_utc timestamptz NOT NULL,
    received_at_utc timestamptz NOT NULL DEFAULT pg_catalog.now(),
    taken_at_utc timestamptz,
    settled_at_utc timestamptz
  )`,
  `CREATE INDEX webhook_events_realm ON webhook_events (realm_id, entity, at_utc)`,
  `CREATE INDEX webhook_events_waiting ON webhook_events (received_at_utc) WHERE settled_at_utc IS NULL`,
  `ALTER TABLE sync_cursors ADD COLUMN unannounced integer NOT NULL DEFAULT 0, ADD COLUMN unannounced_since_utc timestamptz`,
]
