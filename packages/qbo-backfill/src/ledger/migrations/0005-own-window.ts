/**
 * A row finds its window by its start. Without, a database that has not looked at a new run's windows yet may go through
 * all of them for each row: ten years of days, five seconds for 5000 rows.
 */
export const ownWindow0005: readonly string[] = [
  `CREATE INDEX windows_start ON windows (run_id, entity, window_start_utc)`,
]
