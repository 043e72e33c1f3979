import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPythonHost, type PythonHost } from './python-host.ts'

const run = promisify(execFile)
const definitions = fileURLToPath(new URL('../quickbooks.py', import.meta.url))

/** What Dagster remembers of an asset. */
const lookScript = `
import json, sys
from dagster import AssetCheckKey, AssetKey, DagsterInstance
with DagsterInstance.get() as instance:
    key = AssetKey(["invoices"])
    event = instance.get_latest_materialization_event(key)
    materialization = event.asset_materialization if event else None
    checks = instance.event_log_storage.get_asset_check_execution_history(AssetCheckKey(key, "proof"), limit=5)
    print(json.dumps({
        "partition": materialization and materialization.partition,
        "metadata": {name: value.value for name, value in materialization.metadata.items()} if materialization else None,
        "checks": [[check.status.value, check.event.dagster_event.event_specific_data.severity.value] for check in checks if hasattr(check.event.dagster_event.event_specific_data, "severity")],
    }))
`

let host: PythonHost

beforeAll(async () => {
  host = await startPythonHost(new URL('requirements.txt', import.meta.url))
})

afterAll(() => host.close())

test('a partition is the range, a killed child resumes, and the checks are asset checks', async () => {
  const { python, home, company } = host
  const env = { ...company.environment, DAGSTER_HOME: home, DO_NOT_TRACK: '1', PYTHONDONTWRITEBYTECODE: '1' }
  const killed = company.killAtSecondPage()
  const words = ['asset', 'materialize', '-f', definitions, '--select', 'invoices', '--partition', '2024']
  const step = run(python, ['-m', 'dagster', ...words], { env, cwd: home, maxBuffer: 64 * 1024 * 1024 })
  await Promise.race([killed, step])
  const { stderr, stdout } = await step
  const said = stdout + stderr
  expect(said).toContain('"resumed":true')
  expect(said).toContain('run.started')
  const looked = await run(python, ['-c', lookScript], { env, cwd: home })
  expect(JSON.parse(looked.stdout)).toMatchObject({
    partition: '2024',
    metadata: { status: 'green', loaded: 2400, expected: 2400 },
    checks: [['SUCCEEDED', 'WARN']],
  })
  // Pages that were under way are asked for once more, and no other.
  const pages = company.pages()
  expect(pages.map(({ times }) => times)).toEqual(pages.map(({ wasUnderWay }) => (wasUnderWay ? 2 : 1)))
  expect(new Set(pages.map(({ times }) => times))).toEqual(new Set([1, 2]))
})
