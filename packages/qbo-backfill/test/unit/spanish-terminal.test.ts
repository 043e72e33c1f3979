import { expect, test } from 'vitest'
import { findingsIn } from '../../src/cli/output/findings-in.js'
import { createLiveProgress } from '../../src/cli/output/live-progress.js'
import { nextAfterRun } from '../../src/cli/output/next-step.js'
import { reportTable } from '../../src/cli/output/report-table.js'
import { createSpeaker } from '../../src/cli/output/spoken-event.js'
import type { BackfillEvent } from '../../src/index.js'
import { sampleSync, sampleVerify } from '../aftercare.js'
import { sampleEvidence } from '../evidence.js'

const english =
  /\b(?:rows?|windows?|range|calls?|green|yellow|red|reading|records?|invoices?|items?|customers?|missing|the|and|of|next)\b/iu

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
    ...progress.lines().map((line) => line.replace('Invoice', '')),
    reportTable(report, 'es', own),
    nextAfterRun(report, own, undefined, 'es').replace('--evidence ./evidence', ''),
  ].join('\n')
  for (const words of [
    'Leyendo · 1.200 llamadas a la API',
    '0 de 4.000',
    'Hay una corrida inconclusa',
    'Facturas',
    'ROJO: corrida',
    'Siguiente:',
    '84 leídos = 79 comprobados + 4 cambiaron después de las 06:55 + 1 falta',
  ])
    expect(said).toContain(words)
  expect(said).not.toMatch(english)
})

test('what a verification and a sync found is told in Spanish with what to do', () => {
  const verified = findingsIn(sampleVerify('red').report, 'verify', 'es').join('\n')
  const synced = findingsIn(sampleSync('red').report, 'sync', 'es').join('\n')
  expect(verified).toContain('Clientes: 1 registro que una corrida había comprobado no está en la tabla')
  expect(verified).toContain('Lea otra vez el período con «qbo-backfill run».')
  expect(synced).toContain('Facturas: No se pudo guardar 1 registro. Véalos con «qbo-backfill rejects list».')
  expect(verified + synced).not.toMatch(english)
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
