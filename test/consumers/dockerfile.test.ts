import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, inject, onTestFinished, test } from 'vitest'

const run = promisify(execFile)
const path = fileURLToPath(new URL('../../packages/qbo-backfill/Dockerfile', import.meta.url))

async function steps(): Promise<readonly { readonly word: string; readonly rest: string }[]> {
  const lines = (await readFile(path, 'utf8'))
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  return lines.map((line) => ({ word: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }))
}

test('the image has a pinned base, two stages, a user who is not root, and hands signals on', async () => {
  const all = await steps()
  const bases = all.filter(({ word }) => word === 'FROM')
  expect(bases).toHaveLength(2)
  for (const { rest } of bases) expect(rest).toMatch(/^node:\d+\.\d+\.\d+-\w+-slim(?: AS \w+)?$/u)
  const user = all.findIndex(({ word }) => word === 'USER')
  expect(all[user]?.rest).toBe('node')
  // Nothing is written after that.
  expect(all.slice(user + 1).map(({ word }) => word)).toEqual(['ENTRYPOINT', 'CMD'])
  expect(JSON.parse(all.at(-2)?.rest ?? '')).toEqual(expect.arrayContaining(['tini', 'node']))
})

test('its installation and its entry run, with what would be published', async () => {
  const app = await mkdtemp(join(tmpdir(), 'qbo-image-'))
  onTestFinished(() => rm(app, { recursive: true, force: true }))
  const all = await steps()
  const install = all.find(({ word, rest }) => word === 'RUN' && rest.startsWith('npm '))?.rest ?? ''
  await writeFile(join(app, 'package.json'), '{ "private": true }\n')
  const packages = Object.values(inject('tarballs')).map((tarball) => `"${tarball}"`)
  const words = install.replace('"qbo-backfill@${QBO_BACKFILL_VERSION}"', packages.join(' '))
  expect(words).not.toBe(install)
  await run('sh', ['-c', `${words} --prefer-offline`], {
    cwd: app,
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  const [, , , entry = ''] = JSON.parse(
    all.find(({ word }) => word === 'ENTRYPOINT')?.rest ?? '[]',
  ) as string[]
  const inImage = (...args: string[]) => run(process.execPath, [entry.replace(/^\/app/u, app), ...args])
  expect((await inImage('--help')).stdout).toContain('qbo-backfill')
  const failed = await inImage('doctor', '--json').catch((error: { code: number; stdout: string }) => error)
  expect(failed).toMatchObject({ code: 2, stdout: expect.stringContaining('QBO_CLIENT_ID') as string })
})
