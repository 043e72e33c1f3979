import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Kysely } from 'kysely'
import { readEvidence } from './evidence.js'
import { evidenceHtml } from './evidence-html.js'
import type { BackfillReport } from './report.js'
import { volumetryCsv } from './volumetry-csv.js'

/** Archives a run in `directory/<run>`: report.html (one self-contained file), report.json and volumetry.csv. */
export async function writeEvidence(
  // oxlint-disable-next-line typescript/no-explicit-any -- a caller's Kysely has a schema of its own
  db: Kysely<any>,
  report: BackfillReport,
  directory: string,
): Promise<{ directory: string; html: string }> {
  const evidence = await readEvidence(db, report)
  const folder = resolve(directory, report.runId)
  await mkdir(folder, { recursive: true })
  const html = join(folder, 'report.html')
  await writeFile(html, evidenceHtml(evidence))
  await writeFile(join(folder, 'report.json'), `${JSON.stringify(evidence, null, 2)}\n`)
  await writeFile(join(folder, 'volumetry.csv'), volumetryCsv(evidence.windows))
  return { directory: folder, html }
}
