import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPythonHost, type PythonHost } from '../../dagster/test/python-host.ts'

const run = promisify(execFile)
const flow = fileURLToPath(new URL('../quickbooks_flow.py', import.meta.url))

let host: PythonHost

beforeAll(async () => {
  host = await startPythonHost(new URL('requirements.txt', import.meta.url))
})

afterAll(() => host.close())

test('a task whose child is killed is retried and resumes, and one that nobody can help is not', async () => {
  const { python, home, company } = host
  const env = {
    ...company.environment,
    PREFECT_HOME: home,
    // Its own server of the flow run, on a machine that does other things too.
    PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS: '240',
    PYTHONDONTWRITEBYTECODE: '1',
    DO_NOT_TRACK: '1',
    PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
  }
  const start = (entities: string) =>
    run(python, [flow, entities, '2024-01-01', '2025-01-01'], { env, cwd: home, maxBuffer: 64 * 1024 * 1024 })
  const killed = company.killAtSecondPage()
  const running = start('invoices')
  await Promise.race([killed, running])
  const { stdout } = await running
  expect(stdout).toContain(
    '{"proved": [{"entity": "Invoice", "status": "green", "expected": 2400, "loaded": 2400}]}',
  )
  // Pages that were under way are asked for once more, and no other.
  const pages = company.pages()
  expect(pages.map(({ times }) => times)).toEqual(pages.map(({ wasUnderWay }) => (wasUnderWay ? 2 : 1)))
  expect(new Set(pages.map(({ times }) => times))).toEqual(new Set([1, 2]))
  const refused = await start('nonsense').catch((error: { stderr: string }) => error)
  expect(refused.stderr).toContain('exit code 2')
  expect(refused.stderr).not.toContain('Retry')
})
