#!/usr/bin/env node
import { parseFlags, UsageError, type Flags } from './cli/flags.js'
import { generateCompany } from './generate/generate-company.js'
import { loadRecordings } from './company/load-recordings.js'
import { createSimulator } from './create-simulator.js'
import { SimulatorError } from './simulator-error.js'

try {
  await run(parseFlags(process.argv.slice(2)))
} catch (error) {
  const isUsage = error instanceof UsageError || error instanceof SimulatorError
  const reason = error instanceof Error ? error.message : String(error)
  process.stderr.write(`qbo-simulator: ${reason}\n`)
  process.exitCode = isUsage ? 2 : 1
}

/** Serves until a signal, or the end of stdin, says stop. stdout gets one line, for the program that started it. */
async function run(flags: Flags): Promise<void> {
  const { realmId, recordings } = flags
  const company = recordings.length > 0 ? loadRecordings(recordings, { realmId }) : generateCompany(flags)
  const simulator = createSimulator({
    companies: [company],
    latencyMs: flags.latencyMs,
    ...(flags.isUnlimited ? { limits: false } : {}),
  })
  const { url, apiBaseUrl, tokenUrl, close } = await simulator.listen({ port: flags.port })
  const { clientId, clientSecret } = simulator
  const refreshToken = simulator.refreshToken()
  const line = { type: 'listening', url, apiBaseUrl, tokenUrl, realmId, clientId, clientSecret, refreshToken }
  process.stdout.write(`${JSON.stringify(line)}\n`)

  const stop = (): void => {
    process.stdin.pause()
    void close()
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  if (flags.stopOnStdinEnd) process.stdin.once('end', stop).resume()
}
