import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startPostgres } from 'testkit'
import { startFleetRun, until } from './fleet-run.ts'
import { pageText } from './page-text.ts'

const companies = 50
console.log(`${companies} companies are made up, a PostgreSQL is started …`)
const started = Date.now()
const database = await startPostgres()
const fleet = await startFleetRun({
  databaseUrl: database.url,
  main: fileURLToPath(new URL('main.mjs', import.meta.url)),
  companies,
  invoices: (index) => 20 + ((index * 37) % 400),
  budget: 2000,
})
try {
  for (let worker = 0; worker < 3; worker++) void fleet.startWorker()
  console.log(`Three workers run. The page is at ${fleet.pageUrl} (token: ${fleet.pageToken}).`)
  for (const realmId of fleet.realmIds) await fleet.connect(realmId)
  console.log(
    `${companies} companies are connected, each over its consent page; their histories are being loaded.`,
  )
  await until(60_000, async () => (await fleet.outcomes('backfill')).length >= 5, told)
  console.log(
    `A worker (process ${await fleet.killWorker()}) is killed with -9. Its companies go on elsewhere.`,
  )
  await delay(2000)
  void fleet.startWorker()
  await until(120_000, async () => (await fleet.outcomes('backfill')).length === companies, told)
  const seconds = Math.round((Date.now() - started) / 1000)
  const calls = fleet.simulator.requests.filter(({ path }) => path.startsWith('/v3/')).length
  console.log(
    `All ${companies} are loaded and proved after ${seconds} s, with ${calls} API calls. What the page says:\n`,
  )
  console.log(pageText(await fleet.page(process.env['LANG']?.startsWith('es') === true ? 'es' : 'en')))
} finally {
  await fleet.stop()
  await database.stop()
}

function told(): string {
  return `The fleet does not get on. Its last words:\n${fleet.log.slice(-20).join('\n')}`
}
