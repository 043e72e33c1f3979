import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pythonEnvironment } from 'testkit'
import type { Reader } from './reader.ts'
import { runPythonReader } from './run-python-reader.ts'

/** Their programs and what pip has to install for them. From bench/dist, where this is bundled to. */
const directory: string = fileURLToPath(new URL('../peers/python', import.meta.url))

interface PythonPeer {
  readonly name: string
  readonly label: string
  /** Files of requirements. Apart, because two of them want different versions of the same. */
  readonly requirements: readonly string[]
  readonly table: Reader['table']
  readonly idColumn: string
  readonly hasUsers: boolean
}

const peers: readonly PythonPeer[] = [
  {
    name: 'python-quickbooks',
    label: 'python-quickbooks',
    requirements: ['python-quickbooks'],
    table: (entity) => `peer.${entity.toLowerCase()}`,
    idColumn: 'id',
    hasUsers: true,
  },
  {
    name: 'dlt-pipeline',
    label: 'dlt',
    requirements: ['python-quickbooks'],
    table: (entity) => `peer.${entity.toLowerCase()}`,
    idColumn: 'id',
    hasUsers: false,
  },
  {
    name: 'tap-quickbooks',
    label: 'tap-quickbooks',
    requirements: ['tap-quickbooks', 'target-postgres'],
    table: (entity) => `peer.${entity.toLowerCase()}s`,
    idColumn: '"Id"',
    hasUsers: false,
  },
]

/** Installs what the peer needs, once. @throws if there is no Python, or pip does not get it */
async function install(peer: PythonPeer): Promise<Reader> {
  const environments: string[] = []
  for (const name of peer.requirements) {
    environments.push(await pythonEnvironment(join(directory, `${name}.txt`)))
  }
  const { name, label, table, idColumn, hasUsers } = peer
  const ids: Reader['ids'] = (entity) => `SELECT ${idColumn} AS id FROM ${table(entity)}`
  const program = join(directory, `${name}.py`)
  return {
    name,
    label,
    table,
    ids,
    hasUsers,
    run: (...job) => runPythonReader(program, environments, ...job),
  }
}

/** Those that can be installed here; of the others, why not. */
export async function installPythonPeers(
  only: readonly string[],
): Promise<{ readonly readers: readonly Reader[]; readonly notes: readonly string[] }> {
  const readers: Reader[] = []
  const notes: string[] = []
  for (const peer of peers.filter(({ name }) => only.length === 0 || only.includes(name))) {
    try {
      readers.push(await install(peer))
    } catch (error) {
      const [why] = String(error instanceof Error ? error.message : error)
        .trim()
        .split('\n')
        .slice(-1)
      notes.push(`${peer.label} was not measured: it could not be installed here (${why}).`)
    }
  }
  return { readers, notes }
}
