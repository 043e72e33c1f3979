import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { complaints, example, readComposeFile, type ComposeFile, type Service } from './compose-file.ts'

// No Docker engine runs here: this is as far as the files can be tried without one.

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../..', import.meta.url))
let compose: ComposeFile
let directory: string

beforeAll(async () => {
  compose = await readComposeFile()
  directory = await mkdtemp(join(tmpdir(), 'qbo-compose-'))
})

afterAll(() => rm(directory, { recursive: true }))

function service(name: string): Service {
  const found = compose.services[name]
  if (found === undefined) throw new Error(`There is no service ${name}`)
  return found
}

test('docker-compose.yml has the form that the Compose specification asks for', async () => {
  expect(await complaints()).toBe('')
})

test('the services, names and ports are the agreed ones', () => {
  expect(service('postgres')).toMatchObject({
    image: 'postgres:14',
    environment: { POSTGRES_USER: 'qbo_user', POSTGRES_DB: 'qbo_raw_db' },
    volumes: ['pgdata:/var/lib/postgresql/data'],
  })
  expect(service('mage').volumes).toContain('mage_data:/home/src/mage_data')
  expect(Object.keys(compose.volumes)).toEqual(['pgdata', 'mage_data'])
  expect(Object.keys(compose.networks)).toEqual(['qbo_net'])
  // Open to this machine alone.
  expect(service('mage').ports).toEqual(['127.0.0.1:6789:6789'])
  expect(service('pgadmin').ports).toEqual(['127.0.0.1:5050:80'])
  expect(service('postgres').ports).toBeUndefined()
})

test('services talk by service name, in one network', async () => {
  for (const name of ['mage', 'postgres', 'pgadmin'])
    expect(service(name).networks, name).toEqual(['qbo_net'])
  expect(service('mage').environment).toMatchObject({
    PGHOST: 'postgres',
    PGPORT: '5432',
    PGUSER: service('postgres').environment?.['POSTGRES_USER'],
    PGDATABASE: service('postgres').environment?.['POSTGRES_DB'],
    PGPASSWORD_FILE: service('postgres').environment?.['POSTGRES_PASSWORD_FILE'],
  })
  const { Servers } = JSON.parse(await readFile(join(example, 'pgadmin-servers.json'), 'utf8')) as {
    Servers: Record<string, unknown>
  }
  expect(Servers['1']).toMatchObject({ Host: 'postgres', Port: 5432, Username: 'qbo_user' })
  for (const name of ['mage', 'pgadmin'])
    expect(service(name).depends_on, name).toEqual({ postgres: { condition: 'service_healthy' } })
  // The client takes http for loopback alone, so the simulator is in Mage's network.
  expect(service('simulator').network_mode).toBe('service:mage')
})

test('no secret is in the compose file: each comes from a file that git does not know', async () => {
  for (const [name, { environment = {}, secrets = [] }] of Object.entries(compose.services)) {
    for (const [variable, value] of Object.entries(environment)) {
      if (!/PASSWORD|SECRET|TOKEN|KEY/u.test(variable)) continue
      expect(variable, name).toMatch(/_FILE$/u)
      expect(secrets, `${variable} of ${name}`).toContain(value.replace('/run/secrets/', ''))
    }
    for (const secret of secrets) expect(compose.secrets, `secrets of ${name}`).toHaveProperty(secret)
  }
  const files = Object.values(compose.secrets).map(({ file }) => file)
  expect(files).toHaveLength(3)
  // It ends with an error if one of them is not ignored, and prints those that are.
  const { stdout } = await run('git', ['check-ignore', ...files], { cwd: example })
  expect(stdout.trim().split('\n')).toEqual(files)
  const { stdout: known } = await run('git', ['ls-files', '--', 'secrets', 'evidence', 'packages', '.env'], {
    cwd: example,
  })
  expect(known).toBe('')
})

test('every service has a health check', () => {
  for (const [name, { healthcheck }] of Object.entries(compose.services))
    expect(healthcheck?.test[0], name).toBe('CMD')
})

test('what the Dockerfile copies is there, and .dockerignore lets it through', async () => {
  const dockerfile = await readFile(join(example, 'Dockerfile'), 'utf8')
  const sources = [...dockerfile.matchAll(/^COPY (?!--from)(?<from>\S+) /gmu)].map(
    (match) => match.groups?.['from'] ?? '',
  )
  expect(sources).toEqual(['packages/*.tgz', 'create_secrets.py', 'qbo_project'])
  const passed = (await readFile(join(example, '.dockerignore'), 'utf8')).split('\n')
  for (const source of sources) expect(passed).toContain(`!${source}`)
  expect(existsSync(join(example, 'qbo_project/metadata.yaml'))).toBe(true)
})

test('the installation of the Dockerfile gives a tree whose commands run', async () => {
  const dockerfile = await readFile(join(example, 'Dockerfile'), 'utf8')
  expect(dockerfile).toContain('npm install --prefix /opt/qbo --no-audit --no-fund /opt/qbo/packages/*.tgz')
  expect(dockerfile).toContain('ENV PATH=/opt/qbo/node_modules/.bin:')
  const names = ['qbo-client', 'qbo-raw-sink', 'qbo-backfill', 'qbo-simulator']
  const pack = [
    'pack',
    '--silent',
    '--pack-destination',
    directory,
    ...names.map((name) => `--workspace=${name}`),
  ]
  await run('npm', pack, { cwd: root })
  await run('sh', ['-c', 'npm install --prefix "$0" --no-audit --no-fund "$0"/*.tgz', directory])
  const env = { PATH: [join(directory, 'node_modules/.bin'), dirname(process.execPath)].join(':') }
  const { stdout: help } = await run('qbo-backfill', ['--help'], { env, cwd: directory })
  expect(help).toContain('run')
  const said = await run('qbo-simulator', ['--port', 'none'], { env, cwd: directory }).catch(
    (error: { stderr: string }) => error,
  )
  expect(said.stderr).toContain('--port')
})
