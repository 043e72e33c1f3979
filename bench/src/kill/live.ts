import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { range } from '../reader/measure-reader.ts'
import type { CompanyConnection } from '../simulator-process.ts'

/** Pages that a life sees written before it is killed: it does get on. */
const pagesToLive = 3

/** Runs the command line as a host does, and kills it at a random moment after it has written a few pages. */
export async function liveUntilKilled(company: CompanyConnection, databaseUrl: string): Promise<void> {
  const child = start(company, databaseUrl)
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>
  let written = 0
  for await (const line of createInterface(child.stdout)) {
    if (line.includes('"page.written"') && ++written === pagesToLive) {
      await sleep(Math.random() * 100)
      child.kill('SIGKILL')
    }
  }
  const [, signal] = await ended
  if (signal !== 'SIGKILL') throw new Error('The run had ended before it was killed: give it more rows.')
}

export async function liveToTheEnd(company: CompanyConnection, databaseUrl: string): Promise<void> {
  const child = start(company, databaseUrl)
  child.stdout.resume()
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`The last run ended with exit code ${code}.`)
}

function start(company: CompanyConnection, databaseUrl: string) {
  const bin = fileURLToPath(new URL('./bin.js', import.meta.resolve('qbo-backfill')))
  const asked = ['run', '--entities', 'invoices', '--from', range.from, '--to', range.to]
  const child = spawn(process.execPath, [bin, ...asked], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      QBO_CLIENT_ID: company.clientId,
      QBO_CLIENT_SECRET: company.clientSecret,
      QBO_REALM_ID: company.realmId,
      QBO_REFRESH_TOKEN: company.refreshToken,
      QBO_ENVIRONMENT: 'sandbox',
      QBO_API_BASE_URL: company.apiBaseUrl,
      QBO_TOKEN_URL: company.tokenUrl,
      DATABASE_URL: databaseUrl,
    },
  })
  return child
}
