import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { colours } from '../verdict/colour.js'
import type { ListedReport } from './page/index-html.js'

const reportShape = z
  .looseObject({
    realmId: z.string(),
    status: z.enum(colours),
    entities: z.array(z.looseObject({ entity: z.string(), findings: z.array(z.string()) })),
    apiCalls: z.number(),
    from: z.string().optional(),
    to: z.string().optional(),
    timeZone: z.string().optional(),
    verifiedAt: z.string().nullish(),
    syncedAt: z.string().optional(),
  })
  .transform(({ from, to, timeZone, verifiedAt, syncedAt, ...report }) => ({
    ...report,
    at: syncedAt ?? verifiedAt ?? undefined,
    range:
      from === undefined || to === undefined || timeZone === undefined ? undefined : { from, to, timeZone },
  }))

/** What `writeReport` has kept of the company in a directory, the newest first. What is nothing of the kind is passed over. */
export async function keptReports(directory: string, realmId: string): Promise<readonly ListedReport[]> {
  const folders = await readdir(directory, { withFileTypes: true }).catch(() => [])
  const names = folders.filter((each) => each.isDirectory() && /^(?:verify|sync)-/u.test(each.name))
  const kept: ListedReport[] = []
  for (const { name } of names) {
    const report = await readKept(join(directory, name, 'report.json'))
    if (report?.realmId !== realmId) continue
    const { status, entities, apiCalls, at, range } = report
    kept.push({
      folder: name,
      kind: name.startsWith('sync-') ? 'sync' : 'verify',
      at,
      range,
      status,
      entities: entities.map(({ entity }) => entity),
      findings: entities.reduce((sum, { findings }) => sum + findings.length, 0),
      apiCalls,
    })
  }
  return kept.toSorted((a, b) => ((b.at ?? '') < (a.at ?? '') ? -1 : 1))
}

async function readKept(path: string): Promise<z.infer<typeof reportShape> | undefined> {
  try {
    return reportShape.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return undefined
  }
}
