import { expect, test } from 'vitest'
import { readCommandLine } from '../../src/cli/command-line.js'
import { commands } from '../../src/cli/commands.js'
import { initWords } from '../../src/cli/commands/init/init-words.js'
import { groups } from '../../src/cli/program.js'
import { clockFinding } from '../../src/doctor/check-company.js'
import { settingFindings } from '../../src/doctor/check-settings.js'
import { freeSpaceFinding } from '../../src/doctor/check-space.js'
import { tokensFinding } from '../../src/doctor/check-tokens.js'
import { toldIn } from '../../src/doctor/finding.js'
import { errorWords } from '../../src/failure/error-words.js'
import { spanishErrors } from '../../src/failure/spanish-errors.js'
import { findingsIn, ofEntity } from '../../src/cli/output/report-lines.js'
import { createLiveProgress } from '../../src/cli/output/live-progress.js'
import { nextAfterRun } from '../../src/cli/output/next-step.js'
import { reportTable } from '../../src/cli/output/report-table.js'
import { createSpeaker } from '../../src/cli/output/spoken-event.js'
import type { BackfillEvent } from '../../src/index.js'
import { wordsOf } from '../../src/report/words/words-of.js'
import { sampleSync, sampleVerify } from '../aftercare.js'
import { englishIn } from '../english.js'
import { sampleEvidence } from '../evidence.js'

test('a run that is watched in Spanish tells no English: its lines, its table, its findings, what to do next', () => {
  const { report, checks } = sampleEvidence('red')
  const progress = createLiveProgress('es')
  const envelope = { v: 1, seq: 1, at: '2024-01-01T00:00:00Z', runId: report.runId } as const
  const started = { ...envelope, type: 'run.started', resumed: true } as unknown as BackfillEvent
  const counted = {
    ...envelope,
    type: 'progress',
    phase: 'read',
    apiCalls: 1200,
  } as unknown as BackfillEvent
  progress.take({
    ...envelope,
    type: 'plan.created',
    expected: { Invoice: 4000 },
    alreadyRead: {},
  } as unknown as BackfillEvent)
  progress.take(counted)
  const own = checks.filter(({ name }) => name !== 'house')
  const said = [
    createSpeaker('es')(started) ?? '',
    ...progress.lines(),
    reportTable(report, 'es', own),
    nextAfterRun(report, own, undefined, 'es'),
  ].join('\n')
  for (const words of [
    'Leyendo · 1.200 llamadas a la API',
    'Facturas  ░',
    'Hay una corrida inconclusa',
    'Facturas',
    'ROJO: corrida',
    'Siguiente: qbo-backfill report --evidence ./evidencia',
    '84 leídos = 79 comprobados + 4 cambiaron después de las 06:55 + 1 falta',
  ])
    expect(said).toContain(words)
  expect(englishIn(said)).toEqual([])
})

test('one is one, and what is none goes unsaid', () => {
  const progress = createLiveProgress('es')
  const counted = { v: 1, seq: 1, at: '', type: 'progress', phase: 'verify', apiCalls: 1 }
  progress.take(counted as unknown as BackfillEvent)
  expect(progress.lines()[0]).toContain('Verificando · 1 llamada a la API')
  const details = { appeared: 0, changed: 0, left: 1, since: '2025-01-01T00:00:00Z' }
  const check = { entity: 'Invoice', name: 'current', status: 'yellow', message: '', details } as const
  const words = wordsOf('es').verify
  expect(words.message(check)).toMatch(/, salió 1 registro\.$/u)
  expect(words.message({ ...check, details: { ...details, appeared: 2 } })).toMatch(
    /, aparecieron 2 registros y salió 1\.$/u,
  )
})

test('behind the name of an entity a sentence goes on, and QuickBooks keeps its name', () => {
  expect(ofEntity('Invoice', 'Mencionan lo que falta.')).toBe('Facturas: mencionan lo que falta.')
  expect(ofEntity('Invoice', 'En QuickBooks salió 1.')).toBe('Facturas: en QuickBooks salió 1.')
  expect(ofEntity('Invoice', 'QuickBooks cuenta 1.')).toBe('Facturas: QuickBooks cuenta 1.')
})

test('what a verification and a sync found is told in Spanish with what to do', () => {
  const verified = findingsIn(sampleVerify('red').report, 'verify', 'es').join('\n')
  const synced = findingsIn(sampleSync('red').report, 'sync', 'es').join('\n')
  expect(verified).toContain('Clientes: 1 registro que una corrida había comprobado no está en la tabla')
  expect(verified).toContain('Lea otra vez el período con «qbo-backfill run».')
  expect(synced).toContain('Facturas: no se pudo guardar 1 registro. Véalos con «qbo-backfill rejects list».')
  expect(englishIn(`${verified}\n${synced}`)).toEqual([])
})

test.each(['', ...Object.keys(groups), ...commands.map(({ name }) => name)])('help of "%s"', (name) => {
  const asked = readCommandLine([...name.split(' ').filter(Boolean), '--help', '--language', 'es'], {})
  expect(englishIn('text' in asked ? asked.text : 'the help is missing')).toEqual([])
})

test('every error code, and behind it in quotation marks what others said', () => {
  for (const code of Object.keys(spanishErrors)) {
    const { es } = errorWords({ code, message: 'Nobody knows the reason.' })
    expect(englishIn(es)).toEqual([])
    expect(es).toMatch(/^[A-ZÁÉÍÓÚ].{20,}/u)
  }
  const fault = { code: '610', message: 'Object Not Found', detail: 'Something is missing' }
  expect(errorWords({ code: 'QBO_NOT_FOUND', message: 'x', status: 400, faults: [fault] }).es).toMatch(
    / QuickBooks respondió: «Object Not Found, Something is missing, 610» \(HTTP 400\)\.$/u,
  )
  const cause = { code: '57P01', message: 'terminating connection' }
  expect(errorWords({ code: 'SINK_DATABASE', message: 'Could not read: terminating', cause }).es).toMatch(
    / PostgreSQL respondió: «terminating connection»\.$/u,
  )
  expect(errorWords(new TypeError('x is not a function')).es).toBe('Mensaje original: «x is not a function»')
})

test('an outage while a run is watched', () => {
  const error = { code: '57P01', message: 'terminating connection', retryable: true }
  const retried = {
    type: 'segment.retried',
    segment: { entity: 'Invoice' },
    error,
  } as unknown as BackfillEvent
  expect(createSpeaker('es')(retried)).toBe(
    'Base de datos: PostgreSQL respondió: «terminating connection». (57P01) Se intenta de nuevo por sí solo.',
  )
})

test('what doctor finds, of which little can be staged: clock, tokens, room, settings', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  const at = (days: number): string => new Date(now + days * 86_400_000).toISOString()
  const set = { refreshToken: 'x' }
  const told = toldIn('es', [
    clockFinding(undefined, now),
    clockFinding(at(0), now),
    clockFinding(at(1), now),
    clockFinding(at(-1), now),
    tokensFinding(set, now),
    tokensFinding({ ...set, refusedAt: at(-1) }, now),
    tokensFinding({ ...set, refreshTokenExpiresAt: at(3), refreshTokenHardExpiresAt: at(400) }, now),
    tokensFinding({ ...set, refreshTokenExpiresAt: at(3), refreshTokenHardExpiresAt: at(2) }, now),
    freeSpaceFinding(2 ** 20, '/data'),
    ...settingFindings([
      { name: 'idle_session_timeout', value: '5000' },
      { name: 'search_path', value: 'public, pg_catalog' },
    ]),
    ...settingFindings([{ name: 'statement_timeout', value: '15' }]),
  ])
  expect(told).toHaveLength(12)
  expect(told.flatMap(({ message, action = '' }) => englishIn(`${message} ${action}`))).toEqual([])
})

test('what init asks and says', () => {
  const said = Object.values(initWords.es).map((words) =>
    typeof words === 'string' ? words : words('qbo.env'),
  )
  expect(said.flatMap(englishIn)).toEqual([])
})

test('the next step after a run names what helps with what was found', () => {
  const { report, checks } = sampleEvidence('yellow')
  const [check] = checks
  if (check === undefined) throw new Error('The sample has no checks.')
  const next = (status: 'yellow' | 'red', name: string, language: 'en' | 'es'): string =>
    nextAfterRun({ ...report, status }, [{ ...check, name, status }], undefined, language)
  expect(next('red', 'rejects', 'en')).toContain('Next: qbo-backfill rejects list')
  expect(next('red', 'rejects', 'es')).toContain('Siguiente: qbo-backfill rejects list')
  expect(next('red', 'proof', 'en')).toContain('the same command reads again what is red')
  expect(next('yellow', 'references', 'en')).toContain('an earlier --from')
  expect(next('yellow', 'references', 'es')).toContain('una --fecha-inicio anterior')
  expect(next('yellow', 'fields', 'en')).toContain('qbo-backfill sync')
})
