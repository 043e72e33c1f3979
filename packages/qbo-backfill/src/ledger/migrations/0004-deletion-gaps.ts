/** Until when, by the database's clock, QuickBooks may not have told every deletion; null where it has. */
export const deletionGaps0004: readonly string[] = [
  `ALTER TABLE sync_cursors ADD COLUMN deletions_untold_until_utc timestamptz`,
]
