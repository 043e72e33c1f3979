/** Settings of PostgreSQL: what a server that loads would have, and nothing that works on its own while we measure. */
export const serverSettings = {
  // Debian's is in a folder of the user postgres.
  unix_socket_directories: '',
  // Commits cost what they cost in production.
  fsync: 'on',
  full_page_writes: 'on',
  autovacuum: 'off',
  shared_buffers: '1GB',
  max_wal_size: '16GB',
  checkpoint_timeout: '1h',
}
