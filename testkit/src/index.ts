export { createTestDatabase, type TestDatabase } from './database.ts'
export { pythonEnvironment } from './python-environment.ts'
export { startPostgres, type PostgresServer, type PostgresServerOptions } from './postgres-server.ts'
