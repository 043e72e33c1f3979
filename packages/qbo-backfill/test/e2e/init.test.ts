import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, expect, test } from 'vitest'

const bin = fileURLToPath(new URL('../../dist/bin.js', import.meta.url))

/** Takes what is asked, and never answers. */
const silent = createServer(() => undefined).listen(0, '127.0.0.1')
await once(silent, 'listening')
const address = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`

afterAll(() => {
  silent.close()
  silent.closeAllConnections()
})

/** In a terminal of its own, as `script` gives one, where Ctrl+C is what it is to a person. */
function startOnTerminal(command: string, folder: string, language: string) {
  const line = `stty rows 24 cols 80; '${process.execPath}' '${bin}' ${command}`
  const words =
    process.platform === 'darwin' ? ['-q', '/dev/null', 'sh', '-c', line] : ['-qefc', line, '/dev/null']
  const child = spawn('script', words, {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      TERM: 'xterm',
      LANG: language,
      QBO_TOKEN_URL: address,
      QBO_API_BASE_URL: address,
    },
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  return {
    type: (keys: string) => child.stdin.write(keys),
    shows: (words: string) => expect.poll(() => text, { timeout: 10_000 }).toContain(words),
    ended: once(child, 'exit').then(([exitCode]) => ({ exitCode: exitCode as unknown, text })),
  }
}

test.each([
  {
    language: 'C.UTF-8',
    trying: 'Trying the keys at Intuit',
    said: ['Stopped; nothing was written. (ABORTED)', 'Next: the same command; it asks everything again.'],
  },
  {
    language: 'es_EC.UTF-8',
    trying: 'Probando las claves en Intuit',
    said: [
      'Detenido; no se escribió nada. (ABORTED)',
      'Siguiente: el mismo comando; vuelve a preguntar todo.',
    ],
  },
])('Ctrl+C while init tries the keys stops it at once, in $language', async ({ language, trying, said }) => {
  const folder = mkdtempSync(join(tmpdir(), 'qbo-init-'))
  const terminal = startOnTerminal('init', folder, language)
  await terminal.shows('sandbox')
  terminal.type('\r')
  await terminal.shows('Client ID')
  terminal.type('an-id\r')
  await terminal.shows('Client secret')
  terminal.type('a-secret\r')
  await terminal.shows(trying)
  const before = Date.now()
  terminal.type('\u0003')
  const { exitCode, text } = await terminal.ended
  expect(Date.now() - before).toBeLessThan(2500)
  expect(exitCode).toBe(130)
  const flat = stripVTControlCharacters(text).replaceAll(/\s+/gu, ' ')
  for (const words of said) expect(flat).toContain(words)
  expect(readdirSync(folder)).toEqual([])
})
