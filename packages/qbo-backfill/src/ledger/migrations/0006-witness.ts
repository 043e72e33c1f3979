/** What QuickBooks' own reports list, by month and type, beside the table. */
export const witness0006: readonly string[] = [
  `CREATE TABLE witness (
    run_id text NOT NULL REFERENCES runs ON DELETE CASCADE,
    entity text NOT NULL,
    type text NOT NULL,
    month date NOT NULL,
    reported_count integer NOT NULL,
    reported_sum numeric,
    stored_count integer NOT NULL,
    stored_sum numeric,
    PRIMARY KEY (run_id, entity, type, month)
  )`,
]
