import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readCommandLine } from '../../src/cli/command-line.js'
import { windowSizes } from '../../src/plan/civil-date.js'

const bin = fileURLToPath(new URL('../../dist/bin.js', import.meta.url))

function offered(shell: string, words: readonly string[], LANG = 'en'): readonly string[] {
  const asked = readCommandLine(['completion', shell, '--', ...words], { LANG })
  return 'text' in asked ? asked.text.split('\n').filter((line) => line !== '') : []
}

test('what may come next: commands, the second words of a group, flags, the values of a flag', () => {
  expect(offered('bash', [''])).toEqual(expect.arrayContaining(['run', 'trigger', 'help']))
  expect(offered('bash', ['trigger', ''])).toEqual(['add', 'list', 'run-due', 'release', 'prune'])
  const flags = offered('bash', ['trigger', 'add', '--'])
  expect(flags).toEqual(expect.arrayContaining(['--at', '--run-if-past', '--json', '--help']))
  expect(flags).not.toContain('--evidence')
  expect(offered('bash', ['plan', '--window', ''])).toEqual(windowSizes)
  expect(offered('bash', ['run', '--evidence', ''])).toEqual([])
})

test('zsh and fish are given the sentences, in Spanish by the names that help shows', () => {
  expect(offered('zsh', ['verify', ''])).toContainEqual(
    expect.stringMatching(/^--evidence:Instead of all else: hold the evidence/u),
  )
  const spanish = offered('fish', ['run', '--fe'], 'es_EC.UTF-8')
  expect(spanish).toContainEqual(expect.stringMatching(/^--fecha-inicio\tInicio del período/u))
  expect(spanish.some((line) => line.startsWith('--from'))).toBe(false)
})

test('bash completes by the script', () => {
  const folder = mkdtempSync(join(tmpdir(), 'qbo-completion-'))
  const program = `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`
  writeFileSync(join(folder, 'qbo-backfill'), program, { mode: 0o755 })
  const complete = (...words: readonly string[]): readonly string[] => {
    const typed = ['qbo-backfill', ...words].map((word) => `'${word}'`).join(' ')
    const script = `source <(qbo-backfill completion bash); COMP_WORDS=(${typed}); COMP_CWORD=${words.length}
      _qbo_backfill; printf '%s\\n' "\${COMPREPLY[@]}"`
    const env = { PATH: `${folder}:${process.env['PATH']}` }
    return execFileSync('bash', ['--norc', '-c', script], { env, encoding: 'utf8' }).trim().split('\n')
  }
  expect(complete('re')).toEqual(['report', 'rejects'])
  expect(complete('rejects', 'l')).toEqual(['list'])
  expect(complete('run', '--ev')).toEqual(['--evidence'])
  expect(complete('run', '--window', 'm')).toEqual(['month'])
})
