import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from 'qbo-raw-sink'
import { z } from 'zod'
import { BackfillError } from '../errors.js'
import type { Words } from '../language.js'
import { databaseOptions, withoutHostPlugins } from '../ledger/database-options.js'
import { digestSpans, manifestShape, type Manifest } from '../report/manifest.js'
import { sha256Of } from '../report/facts/sha256.js'
import { worst, type Colour } from '../verdict/colour.js'
import { validated } from '../validated.js'
import type { WindowSpan } from '../verdict/verify-report.js'

/** Options of {@link verifyEvidence}. */
export interface VerifyEvidenceOptions {
  /** The database of the rows. */
  readonly db: Database
  /** What `writeEvidence` wrote: the folder of a run, or one that holds just one such folder. */
  readonly directory: string
}

/** What the evidence of a run, the files and the rows of today have in common, as plain JSON. */
export interface EvidenceVerification {
  /** The run that the evidence is of. */
  readonly runId: string
  /** The company: digits. */
  readonly realmId: string
  /** When the rows of the evidence were digested. */
  readonly digestedAt: string
  /** green: files and rows are as they were; yellow: rows have changed since; red: a file was changed, or is missing. */
  readonly status: Colour
  /** Names of files that are missing or no longer what was written. */
  readonly changedFiles: readonly string[]
  /** What was compared, entity by entity. */
  readonly entities: readonly EvidenceEntity[]
}

/** What became of the windows of one entity. */
export interface EvidenceEntity {
  /** QuickBooks' own name: `Invoice`. */
  readonly entity: string
  /** Windows that were compared. */
  readonly windows: number
  /** Those whose rows are no longer what was proved. */
  readonly changed: readonly ChangedWindow[]
}

/** A window whose rows are no longer what was proved. */
export interface ChangedWindow extends WindowSpan {
  /** Rows of the window when they were proved. */
  readonly proved: number
  /** Live rows of it that the table has now. */
  readonly rows: number
}

const optionsSchema = z.strictObject({ db: databaseOptions.db, directory: z.string().min(1) })

/**
 * Says, without a call to QuickBooks, which windows of the table are no longer what was proved, and which files no longer
 * what was written.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` if there is no manifest that can be read.
 */
export async function verifyEvidence(options: VerifyEvidenceOptions): Promise<EvidenceVerification> {
  validated('the evidence', optionsSchema, options)
  const db = withoutHostPlugins(options.db)
  const folder = await folderOf(options.directory)
  const manifest = await readManifest(folder)
  const changedFiles: string[] = []
  for (const { name, sha256 } of manifest.files)
    if ((await hashOf(join(folder, name))) !== sha256) changedFiles.push(name)
  const entities: EvidenceEntity[] = []
  for (const { entity, windows } of manifest.entities) {
    const now = await digestSpans(db, manifest, entity, windows)
    const changed = windows.flatMap(({ rows: proved, sha256, ...span }, index) => {
      const { rows = 0, sha256: current = null } = now[index] ?? {}
      return current === sha256 ? [] : [{ ...span, proved, rows }]
    })
    entities.push({ entity, windows: windows.length, changed })
  }
  const { runId, realmId, digestedAt } = manifest
  const rows: Colour = entities.every(({ changed }) => changed.length === 0) ? 'green' : 'yellow'
  const status = worst([rows, changedFiles.length === 0 ? 'green' : 'red'])
  return { runId, realmId, digestedAt, status, changedFiles, entities }
}

const manifestName = 'manifest.json'

async function folderOf(directory: string): Promise<string> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => [])
  if (entries.some(({ name }) => name === manifestName)) return directory
  const folders: string[] = []
  for (const entry of entries.filter((each) => each.isDirectory())) {
    const inside = await readdir(join(directory, entry.name))
    if (inside.includes(manifestName)) folders.push(join(directory, entry.name))
  }
  const [folder, another] = folders
  if (folder === undefined)
    throw invalid({
      en: `${directory} holds no ${manifestName}. Name the folder of a run.`,
      es: `${directory} no contiene ningún ${manifestName}. Indique la carpeta de una corrida.`,
    })
  if (another === undefined) return folder
  throw invalid({
    en: `${directory} holds the evidence of several runs. Name the folder of one, such as ${folder}.`,
    es: `${directory} contiene la evidencia de varias corridas. Indique la carpeta de una, como ${folder}.`,
  })
}

async function readManifest(folder: string): Promise<Manifest> {
  try {
    return manifestShape.parse(JSON.parse(await readFile(join(folder, manifestName), 'utf8')))
  } catch (error) {
    const path = join(folder, manifestName)
    const words = {
      en: `${path} cannot be read: it is not what qbo-backfill writes.`,
      es: `No se puede leer ${path}: no es lo que escribe qbo-backfill.`,
    }
    throw invalid(words, error)
  }
}

/** Undefined for a file that cannot be read. */
async function hashOf(path: string): Promise<string | undefined> {
  try {
    return sha256Of(await readFile(path))
  } catch {
    return undefined
  }
}

function invalid(words: Words, cause?: unknown): BackfillError {
  return new BackfillError('BACKFILL_INVALID_OPTIONS', words, { cause })
}
