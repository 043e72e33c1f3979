/** One-time triggers. Immutable once released: a change is a new migration. */
export const state0002: readonly string[] = [
  `CREATE TABLE triggers (
    trigger_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text,
    realm_id text NOT NULL,
    environment text NOT NULL,
    at_utc timestamptz NOT NULL,
    entities jsonb NOT NULL,
    range_from_utc timestamptz NOT NULL,
    range_to_utc timestamptz NOT NULL,
    time_zone text NOT NULL,
    window_size text,
    raw_schema text NOT NULL,
    state text NOT NULL DEFAULT 'pending'
      CHECK (state IN ('pending', 'running', 'completed', 'failed', 'interrupted')),
    attempts integer NOT NULL DEFAULT 0,
    claim_id text,
    claimed_by text,
    claimed_at_utc timestamptz,
    run_id text,
    message text,
    settled_at_utc timestamptz,
    created_at_utc timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX triggers_due ON triggers (realm_id, at_utc) WHERE state NOT IN ('completed', 'failed')`,
]
