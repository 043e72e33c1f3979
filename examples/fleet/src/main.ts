import { once } from 'node:events'
import { isBackfillError } from 'qbo-backfill'
import { ConfigError, readConfig } from './config.ts'
import { openParts } from './parts.ts'
import { startServer } from './web/server.ts'
import { startWorker } from './work/worker.ts'

/** What is being committed must not keep a deployment waiting: the queue gives the job to another worker. */
const longestStopMs = 10_000

async function serve(): Promise<void> {
  const config = readConfig(process.env)
  const { parts, close } = await openParts(config)
  const worker = config.role === 'page' ? undefined : await startWorker(parts, parts.pool)
  const server = config.role === 'worker' ? undefined : await startServer(parts)
  console.log(
    JSON.stringify({
      type: 'fleet.started',
      role: config.role,
      ...(server === undefined ? {} : { at: config.publicUrl }),
    }),
  )
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
  setTimeout(() => process.exit(1), longestStopMs).unref()
  server?.close()
  server?.closeAllConnections()
  await worker?.stop()
  await close()
}

try {
  await serve()
  process.exit(0)
} catch (error) {
  // What a person can mend is said in a sentence; anything else with its stack.
  const isMendable = error instanceof ConfigError || isBackfillError(error)
  console.error(isMendable ? error.message : error)
  process.exitCode = isMendable ? 2 : 1
}
