// Runs the command line as a child and follows it line by line: for hosts that start programs, here from Node.
// QBO_CLIENT_ID=… QBO_CLIENT_SECRET=… QBO_REALM_ID=… QBO_REFRESH_TOKEN=… DATABASE_URL=… node 07-subprocess-from-node.mjs
// @ts-check
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const [from = '2024-01-01', to = '2025-01-01'] = process.argv.slice(2)
const flags = [
  '--entities',
  'customers,items,invoices',
  '--from',
  from,
  '--to',
  to,
  '--json',
  '--stop-on-stdin-end',
]
// Secrets reach it by the environment, which a child inherits: never by a flag, which everybody on the machine sees.
// It ends when its stdin does, so it cannot outlive this process, however that dies.
const child = spawn('npx', ['qbo-backfill', 'run', ...flags], { stdio: ['pipe', 'pipe', 'inherit'] })
const closed = once(child, 'close')

let last
for await (const line of createInterface(child.stdout)) {
  last = JSON.parse(line)
  if (last.type === 'progress') console.log(`${last.phase}: ${last.records} of ${last.expected} rows`)
}
const [exitCode] = await closed

// The last line has it all, whatever happened.
const { report, error } = last ?? {}
if (report !== undefined) console.log(`${report.status}: ${report.apiCalls} API calls`)
if (error !== undefined) console.log(`${error.code}: ${error.message}`)
if ([4, 6, 75].includes(exitCode)) console.log('Run it again: it goes on where it stopped.')
process.exitCode = exitCode ?? 1
