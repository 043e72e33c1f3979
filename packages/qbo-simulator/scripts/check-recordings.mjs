// Loads each recorded answer into a simulator of its own, asks the recorded query by the recorded method, and
// compares the answer with the recording field by field. Usage, after a build:
//   node packages/qbo-simulator/scripts/check-recordings.mjs ../shared/recordings
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSimulator, loadRecordings } from '../dist/index.js'

const directory = process.argv[2] ?? ''
const files = directory === '' ? [] : readdirSync(directory).filter((name) => name.endsWith('.json'))
if (files.length === 0) {
  process.stderr.write('check-recordings: name a directory with recordings\n')
  process.exitCode = 2
}

for (const name of files.toSorted()) {
  const recording = JSON.parse(readFileSync(join(directory, name), 'utf8'))
  const difference = await check(recording, join(directory, name))
  const rows = Object.values(recording.body.QueryResponse).find(Array.isArray) ?? []
  if (difference === undefined) process.stdout.write(`ok ${name} ${rows.length} records\n`)
  else {
    process.stdout.write(`differs ${name} at ${difference}\n`)
    process.exitCode = 1
  }
}

/** The JSON path of the first difference, with what stands there, or undefined. */
async function check(recording, file) {
  const simulator = createSimulator({ companies: [loadRecordings([file])] })
  const realmId = simulator.realmIds[0]
  const url = new URL(recording.path.replace('{realmId}', realmId), 'http://simulator')
  const isGet = recording.method === 'GET'
  if (isGet) url.searchParams.set('query', recording.query)
  const response = await simulator.handle(
    new Request(url, {
      method: recording.method,
      headers: {
        authorization: `Bearer ${await accessToken(simulator)}`,
        'content-type': 'application/text',
      },
      ...(isGet ? {} : { body: recording.query }),
    }),
  )
  if (response.status !== recording.status) return `status: ${response.status}, recorded ${recording.status}`
  const served = await response.json()
  settleTies(served.QueryResponse, recording.body.QueryResponse)
  // `time` is the moment of the answer; all else, key order and row order too, must be as it was.
  return findDifference({ ...served, time: '' }, { ...recording.body, time: '' }, 'body')
}

async function accessToken(simulator) {
  const response = await simulator.handle(
    new Request('http://simulator/oauth2/v1/tokens/bearer', {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${simulator.clientId}:${simulator.clientSecret}`)}` },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: simulator.refreshToken() }),
    }),
  )
  return (await response.json()).access_token
}

/** Rows equal under the sort key come in any order: those are put as recorded, within their stretch only. */
function settleTies(served, recorded) {
  for (const [entity, rows] of Object.entries(served)) {
    if (!Array.isArray(rows)) continue
    const place = new Map((recorded[entity] ?? []).map((row, at) => [row.Id, at]))
    const keyOf = (row) => (row.TxnDate === undefined ? sortName(entity, row) : row.MetaData.LastUpdatedTime)
    for (let from = 0; from < rows.length;) {
      let to = from + 1
      while (to < rows.length && keyOf(rows[to]) === keyOf(rows[from])) to += 1
      const stretch = rows.slice(from, to).toSorted((left, right) => place.get(left.Id) - place.get(right.Id))
      rows.splice(from, to - from, ...stretch)
      from = to
    }
  }
}

function sortName(entity, row) {
  return String(entity === 'Customer' ? row.FullyQualifiedName : row.Name).toLowerCase()
}

function findDifference(served, recorded, path) {
  if (Object.is(served, recorded)) return undefined
  const isObject = (value) => typeof value === 'object' && value !== null
  if (!isObject(served) || !isObject(recorded)) {
    return `${path}: ${JSON.stringify(served)}, recorded ${JSON.stringify(recorded)}`
  }
  const keys = Object.keys(served).join()
  if (keys !== Object.keys(recorded).join()) {
    return `${path}: has ${keys}, recorded ${Object.keys(recorded).join()}`
  }
  for (const key of Object.keys(served)) {
    const found = findDifference(
      served[key],
      recorded[key],
      Array.isArray(served) ? `${path}[${key}]` : `${path}.${key}`,
    )
    if (found !== undefined) return found
  }
  return undefined
}
