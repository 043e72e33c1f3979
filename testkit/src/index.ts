export { createTestDatabase, type TestDatabase } from './database.ts'
export { startPostgres, type PostgresServer, type PostgresServerOptions } from './postgres-server.ts'
