import { fileURLToPath } from 'node:url'
import { startPostgres } from 'testkit'
import { startFleetRun } from './fleet-run.ts'
import { pageText } from './page-text.ts'
import { tellStory } from './story.ts'
import { language, told } from './told.ts'

const companies = 50
/** A closed window says so several times: by the terminal, by npm. A person means a second Ctrl-C. */
const oneHangupMs = 1000

// Ctrl-C ends it at any time, and so does closing its window; a second Ctrl-C does not wait for what is being stopped.
const stopped = new Promise<'stopped'>((resolve) => {
  let since = Infinity
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      // By an exit of our own, behind which nothing is left; a signal would leave the database.
      if (signal !== 'SIGHUP' && Date.now() - since > oneHangupMs) process.exit(1)
      since = Math.min(since, Date.now())
      resolve('stopped')
    })
})
// A window that was closed takes no more words.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

console.log(told.begin(companies))
const database = await startPostgres()
const fleet = await startFleetRun({
  databaseUrl: database.url,
  main: fileURLToPath(new URL('main.mjs', import.meta.url)),
  companies,
  invoices: (index) => 20 + ((index * 37) % 400),
  budget: 2000,
})
try {
  const address = `${fleet.pageUrl}/?token=${fleet.pageToken}&lang=${language}`
  console.log(told.open(address))
  const end = await Promise.race([tellStory(fleet), stopped])
  if (end !== 'stopped') {
    console.log(told.page)
    console.log(pageText(await fleet.page(language)))
    // Where nobody sits at a terminal nobody could end it.
    const stays = process.stdin.isTTY && !process.argv.includes('--exit')
    console.log(stays ? told.stays(address, end) : told.ends)
    if (stays) await stopped
  }
} finally {
  await fleet.stop()
  await database.stop()
}
process.exit(0)
