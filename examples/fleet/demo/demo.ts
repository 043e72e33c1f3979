import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startPostgres } from 'testkit'
import { startFleetRun } from './fleet-run.ts'
import { pageText } from './page-text.ts'
import { tellStory } from './story.ts'

const companies = 50
// Ctrl-C ends it at any time; a second one does not wait for what is being stopped.
const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]).then(
  () => 'stopped' as const,
)

console.log(`Making up ${companies} companies, starting a PostgreSQL …`)
const database = await startPostgres()
const fleet = await startFleetRun({
  databaseUrl: database.url,
  main: fileURLToPath(new URL('main.mjs', import.meta.url)),
  companies,
  invoices: (index) => 20 + ((index * 37) % 400),
  budget: 2000,
})
try {
  const address = `${fleet.pageUrl}/?token=${fleet.pageToken}`
  console.log(`\nOpen the page and watch: ${address}\n`)
  const end = await Promise.race([tellStory(fleet), stopped])
  if (end !== 'stopped') {
    console.log('\nWhat the page says now:\n')
    console.log(pageText(await fleet.page(process.env['LANG']?.startsWith('es') === true ? 'es' : 'en')))
    // Where nobody sits at a terminal nobody could end it.
    const stays = process.stdin.isTTY && !process.argv.includes('--exit')
    if (stays) {
      console.log(`\nThe page stays open: ${address}\nCtrl-C ends it.`)
      await stopped
    }
  }
} finally {
  await fleet.stop()
  await database.stop()
}
process.exit(0)
