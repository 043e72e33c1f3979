// Loaded by each process of the fleet: writes down when a call left, for which company.
import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'

subscribe('undici:client:sendHeaders', ({ request }) => {
  const company = /\/v3\/company\/(\d+)\//.exec(request.path)?.[1]
  if (company === undefined) return
  appendFileSync(process.env.FLEET_DEPARTURES, `${process.pid} ${company} ${performance.now()}\n`)
})
