/** The engine's own tables. Immutable once released: a change is a new migration. */
export const state0001: readonly string[] = [
  `CREATE TABLE runs (
    run_id text PRIMARY KEY,
    run_key text NOT NULL,
    environment text NOT NULL,
    realm_id text NOT NULL,
    client_id text NOT NULL,
    entities jsonb NOT NULL,
    range_from_utc timestamptz NOT NULL,
    range_to_utc timestamptz NOT NULL,
    time_zone text NOT NULL,
    window_size text,
    raw_schema text NOT NULL,
    settled_before_utc timestamptz NOT NULL,
    status text NOT NULL CHECK (status IN ('running', 'green', 'yellow', 'red', 'failed', 'aborted', 'expired')),
    notices jsonb NOT NULL DEFAULT '[]',
    totals jsonb NOT NULL,
    report jsonb,
    attempts integer NOT NULL DEFAULT 1,
    started_at_utc timestamptz NOT NULL DEFAULT now(),
    finished_at_utc timestamptz
  )`,
  `CREATE INDEX runs_realm ON runs (realm_id, started_at_utc DESC)`,
  `CREATE TABLE segments (
    run_id text NOT NULL REFERENCES runs ON DELETE CASCADE,
    number integer NOT NULL,
    entity text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('transaction', 'created', 'updated', 'everything')),
    first_window integer NOT NULL,
    end_window integer NOT NULL,
    planned_count integer NOT NULL,
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'running', 'done', 'failed')),
    statement_hash text,
    begun_at_utc timestamptz,
    cursor jsonb,
    pages integer NOT NULL DEFAULT 0,
    inserted integer NOT NULL DEFAULT 0,
    updated integer NOT NULL DEFAULT 0,
    unchanged integer NOT NULL DEFAULT 0,
    stale integer NOT NULL DEFAULT 0,
    rejected integer NOT NULL DEFAULT 0,
    outside_range integer NOT NULL DEFAULT 0,
    duration_ms integer NOT NULL DEFAULT 0,
    error jsonb,
    PRIMARY KEY (run_id, number)
  )`,
  `CREATE TABLE pages (
    run_id text NOT NULL REFERENCES runs ON DELETE CASCADE,
    segment integer NOT NULL,
    number integer NOT NULL,
    request text NOT NULL,
    intuit_tid text,
    row_count integer NOT NULL,
    duration_ms integer NOT NULL,
    committed_at_utc timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (run_id, segment, number)
  )`,
  `CREATE TABLE windows (
    run_id text NOT NULL REFERENCES runs ON DELETE CASCADE,
    entity text NOT NULL,
    number integer NOT NULL,
    window_start_utc timestamptz NOT NULL,
    window_end_utc timestamptz NOT NULL,
    first_date date NOT NULL,
    end_date date NOT NULL,
    expected integer,
    loaded integer,
    status text,
    PRIMARY KEY (run_id, entity, number)
  )`,
  `CREATE TABLE checks (
    run_id text NOT NULL REFERENCES runs ON DELETE CASCADE,
    entity text NOT NULL,
    name text NOT NULL,
    status text NOT NULL CHECK (status IN ('green', 'yellow', 'red')),
    message text NOT NULL,
    details jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (run_id, entity, name)
  )`,
  `CREATE TABLE known_fields (
    realm_id text NOT NULL,
    entity text NOT NULL,
    field text NOT NULL,
    first_run_id text NOT NULL,
    PRIMARY KEY (realm_id, entity, field)
  )`,
  `CREATE TABLE leases (
    realm_id text PRIMARY KEY,
    environment text NOT NULL,
    epoch bigint NOT NULL DEFAULT 0,
    holder jsonb,
    acquired_at_utc timestamptz
  )`,
  `CREATE TABLE tokens (
    environment text NOT NULL,
    client_id text NOT NULL,
    realm_id text NOT NULL,
    token_set text NOT NULL,
    updated_at_utc timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (environment, client_id, realm_id)
  )`,
  `CREATE TABLE api_usage (
    client_id text NOT NULL,
    realm_id text NOT NULL,
    month date NOT NULL,
    calls bigint NOT NULL DEFAULT 0,
    metered bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (client_id, realm_id, month)
  )`,
  `CREATE TABLE run_calls (
    run_id text NOT NULL REFERENCES runs ON DELETE CASCADE,
    entity text NOT NULL,
    calls integer NOT NULL,
    PRIMARY KEY (run_id, entity)
  )`,
  `CREATE TABLE request_failures (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id text,
    realm_id text NOT NULL,
    at_utc timestamptz NOT NULL,
    entity text,
    kind text NOT NULL,
    code text NOT NULL,
    status integer,
    attempt integer NOT NULL,
    intuit_tid text
  )`,
]
