/** Settings of PostgreSQL: what a server that loads would have, and nothing that works on its own while we measure. */
export const serverSettings = {
  // Commits cost what they cost in production.
  fsync: 'on',
  autovacuum: 'off',
  shared_buffers: '1GB',
  max_wal_size: '16GB',
  checkpoint_timeout: '1h',
}
