import { describe, expect, test } from 'vitest'
import { readCommandLine } from '../../src/cli/command-line.js'
import { commands } from '../../src/cli/commands.js'
import { groups } from '../../src/cli/program.js'
import { everyCommand, flags, flagsOf, type FlagName } from '../../src/cli/input/flags.js'

const languages = ['en', 'es'] as const
const names = ['', ...Object.keys(groups), ...commands.map(({ name }) => name)]

function helpOf(name: string, language: string): string {
  const asked = readCommandLine([...name.split(' ').filter(Boolean), '--help', '--language', language], {})
  return 'text' in asked ? asked.text : ''
}

describe.each(languages)('help in %s', (language) => {
  test.each(names)('of "%s" fits 80 columns, and has examples, variables and exit codes', (name) => {
    const help = helpOf(name, language)
    expect(help.split('\n').filter((line) => line.length > 80)).toEqual([])
    for (const title of {
      en: ['Examples:', 'Environment:', 'Exit codes:'],
      es: ['Ejemplos:', 'Variables de entorno:', 'Códigos de salida:'],
    }[language])
      expect(help).toContain(`\n${title}\n`)
  })

  test('has examples by the names that it lists', () => {
    const { from, evidence } = {
      en: { from: '--from 2000-01-01', evidence: './evidence' },
      es: { from: '--fecha-inicio 2000-01-01', evidence: './evidencia' },
    }[language]
    expect(helpOf('run', language)).toContain(from)
    expect(helpOf('report', language)).toMatch(new RegExp(`--evidence ${evidence}$`, 'mu'))
    expect(() => readCommandLine(['run', '--language', language], {})).toThrow('--from 2000-01-01')
  })

  test('has a sentence for every command and every flag', () => {
    for (const words of [...commands, ...Object.values(groups), ...Object.values(flags)])
      expect(words[language]).toMatch(/^[A-ZÁÉÍÓÚ¿¡].*\.$/u)
    for (const entry of commands) {
      const help = helpOf(entry.name, language)
      const flat = help.replaceAll(/\s+/gu, ' ')
      expect(flat).toContain(entry[language])
      for (const flag of [...flagsOf(entry), ...everyCommand]) {
        const { alias } = flags[flag]
        expect(help).toContain(`  --${language === 'es' ? (alias ?? flag) : flag}`)
        expect(flat).toContain(entry.meaning?.[flag]?.[language] ?? flags[flag][language])
      }
    }
  })
})

test('every example of help is a command line that the program takes', () => {
  for (const { name, examples } of commands)
    for (const example of examples) {
      expect(example.startsWith(name)).toBe(true)
      expect(() => readCommandLine(example.replace(/ \|.*/u, '').split(' '), {})).not.toThrow()
    }
})

test('every flag is taken by a command', () => {
  const taken = new Set([...everyCommand, ...commands.flatMap(flagsOf)])
  expect((Object.keys(flags) as FlagName[]).filter((name) => !taken.has(name))).toEqual([])
})
