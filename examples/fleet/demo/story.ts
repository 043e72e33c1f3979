import { setTimeout as delay } from 'node:timers/promises'
import { openDatabase, postgresTokenStore } from 'qbo-backfill'
import { tokenKey, until, type FleetRun } from './fleet-run.ts'
import { told, type ToTry } from './told.ts'

/** What the demo does to a company, by its place in the list. */
const unreadable = 12
const hidden = 20
const ending = 29
const revoked = 36

/** Fifty companies are connected and loaded while a worker dies; then comes the night's sync. */
export async function tellStory(fleet: FleetRun): Promise<ToTry> {
  const { simulator, realmIds } = fleet
  const stuck = (): string => told.stuck(fleet.log.slice(-20).join('\n'))
  const realm = (index: number): string => realmIds[index] ?? ''
  const invoice = (index: number): string => simulator.records('Invoice', realm(index))[7]?.Id ?? ''
  fleet.recordPages.spoil(invoice(unreadable), realm(unreadable))
  simulator.hide('Invoice', invoice(hidden), realm(hidden))

  const started = Date.now()
  const seconds = (since = started): number => Math.round((Date.now() - since) / 1000)
  const loaded = async (): Promise<number> => (await fleet.outcomes('backfill')).length
  let connected = 0
  let done = 0
  const progress = setInterval(() => {
    void loaded().then(
      (count) => {
        if (count > done) console.log(told.progress(seconds(), connected, count))
        done = count
      },
      () => undefined,
    )
  }, 5000)
  try {
    console.log(told.start)
    for (let worker = 0; worker < 3; worker++) void fleet.startWorker()
    const waiting = [...realmIds]
    const connecting = [1, 2, 3, 4].map(async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await fleet.connect(next)
        connected += 1
      }
    })
    await until(90_000, async () => (await loaded()) >= 25, stuck)
    await loseWorker(fleet, stuck)
    await Promise.all(connecting)
    await until(120_000, async () => (await loaded()) === realmIds.length, stuck)
  } finally {
    clearInterval(progress)
  }
  console.log(told.loaded(seconds(), realmIds.length))
  await endConsents(fleet, realm(ending), realm(revoked))
  console.log(told.night)
  await fleet.pool.query("SELECT graphile_worker.add_job('sync-all')")
  await until(90_000, async () => (await pending(fleet)) === 0, stuck)
  const calls = simulator.requests.filter(({ host }) => host === 'api').length
  console.log(told.done(seconds(), calls))
  return {
    disconnected: await nameOf(fleet, realm(revoked)),
    lacking: await nameOf(fleet, realm(unreadable)),
  }
}

async function nameOf({ pool }: FleetRun, realmId: string): Promise<string> {
  const { rows } = await pool.query<{ name: string }>(
    'SELECT name FROM fleet.companies WHERE realm_id = $1',
    [realmId],
  )
  return rows[0]?.name ?? realmId
}

/** Kills a worker as a machine that goes dark does, and says by name who goes on with what it had. */
async function loseWorker(fleet: FleetRun, stuck: () => string): Promise<void> {
  const pid = await fleet.killWorker()
  const killedAt = Date.now()
  const { rows: held } = await fleet.pool.query<{ realmId: string; name: string }>(
    `SELECT realm_id AS "realmId", name FROM graphile_worker.jobs JOIN fleet.companies ON realm_id = queue_name
     WHERE locked_by LIKE '% ' || $1 || ' %' ORDER BY name`,
    [pid],
  )
  const names = told.list(held.map(({ name }) => name)) || told.none
  console.log(told.killed(pid, names))
  // As whatever keeps processes running would.
  setTimeout(() => void fleet.startWorker(), 3000)
  const line = fleet.log.length
  const takenBy = (realmId: string): string | undefined =>
    fleet.log
      .slice(line)
      .find((text) => text.includes('"job.started"') && text.includes(`"queue":"${realmId}"`))
      ?.match(/"worker":"[^"]* (?<pid>\d+)"/u)?.groups?.['pid']
  await until(60_000, async () => held.every(({ realmId }) => takenBy(realmId) !== undefined), stuck)
  for (const { realmId, name } of held) console.log(told.takenOver(name, takenBy(realmId)))
  if (held.length > 0) console.log(told.took(Math.round((Date.now() - killedAt) / 1000)))
}

/** One consent is made to end in five days, as one that nobody has used for long; the other is withdrawn at QuickBooks. */
async function endConsents(fleet: FleetRun, ending: string, revoked: string): Promise<void> {
  const { simulator, databaseUrl } = fleet
  const { db, close } = await openDatabase(databaseUrl)
  const tokens = postgresTokenStore({ db, encryptionKey: tokenKey })
  const key = { environment: 'sandbox', clientId: simulator.clientId, realmId: ending } as const
  const set = await tokens.load(key)
  const inFiveDays = new Date(Date.now() + 5.5 * 86_400_000).toISOString()
  if (set !== undefined) await tokens.save(key, { ...set, refreshTokenExpiresAt: inFiveDays })
  await close()
  simulator.rotateRefreshToken(revoked)
  simulator.expireAccessTokens(revoked)
}

/** Jobs that somebody works on, or that are due. */
async function pending({ pool }: FleetRun): Promise<number> {
  await delay(1000)
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM graphile_worker.jobs
     WHERE locked_at IS NOT NULL OR (attempts < max_attempts AND run_at < now() + interval '10 seconds')`,
  )
  return rows[0]?.count ?? 0
}
