import type { Pool } from 'pg'
import type { BackfillReport, SyncReport, VerifyReport } from 'qbo-backfill'
import { gistOf } from './gist.ts'

export type Work = 'backfill' | 'sync' | 'verify'

/** What a job that is done has found. */
export interface Outcome {
  readonly realmId: string
  readonly work: Work
  readonly report: BackfillReport | SyncReport | VerifyReport
  /** Who did it. */
  readonly worker: string
}

/** Something that happened, for the page. What jobs found enters by itself. */
export interface FleetEvent {
  readonly kind: 'connected' | 'retried' | 'accepted' | 'reopened' | 'stopped' | 'lost'
  readonly realmIds: readonly string[]
  /** Which worker, of a loss; the code, of work that stopped. */
  readonly detail?: string
}

/** The companies that are connected, and what was last found of each. */
export interface Companies {
  migrate(): Promise<void>
  /** Without a name it keeps the one that it has, and else is called by its number. */
  save(company: { readonly realmId: string; readonly name?: string | undefined }): Promise<void>
  isNamed(realmId: string): Promise<boolean>
  /** Whether the load of this company was entered. */
  isProved(realmId: string): Promise<boolean>
  /** Whether its newest load lacks something: nothing else is done with it before that has come. */
  isLacking(realmId: string): Promise<boolean>
  /** The work that found something missing, and nothing since has found it there: a load or a check, else a sync after it. */
  redWork(realmId: string): Promise<Work | undefined>
  realmIds(): Promise<readonly string[]>
  /** Enters an outcome once, however often the job that found it is told that it is done. */
  enter(jobId: string, outcome: Outcome): Promise<void>
  /** The load of a company of which only its end is known: whoever loaded it was killed before it could say more. */
  enterLoaded(jobId: string, loaded: LoadedBefore): Promise<void>
  tell(event: FleetEvent): Promise<void>
  /** Somebody has read the remark of this job; the same remark is none any more. */
  see(jobId: string): Promise<void>
  /** What a job has found, as the packages reported it. */
  report(jobId: string): Promise<Outcome['report'] | undefined>
}

export interface LoadedBefore {
  readonly realmId: string
  readonly status: string
  readonly finishedAt: string | undefined
  readonly worker: string
}

export function createCompanies(pool: Pool): Companies {
  const isThere = async (statement: string, realmId: string): Promise<boolean> =>
    (await pool.query(statement, [realmId])).rowCount === 1
  return {
    async migrate() {
      await pool.query(tables)
    },
    async save({ realmId, name }) {
      await pool.query(
        `INSERT INTO fleet.companies (realm_id, name) VALUES ($1, coalesce($2, $1))
         ON CONFLICT (realm_id) DO UPDATE SET name = coalesce($2, companies.name), connected_at = now()`,
        [realmId, name ?? null],
      )
    },
    isNamed: (realmId) =>
      isThere('SELECT FROM fleet.companies WHERE realm_id = $1 AND name <> realm_id', realmId),
    isProved: (realmId) =>
      isThere("SELECT FROM fleet.outcomes WHERE realm_id = $1 AND work = 'backfill' LIMIT 1", realmId),
    isLacking: (realmId) =>
      isThere(
        `SELECT FROM (SELECT status FROM fleet.outcomes WHERE realm_id = $1 AND work = 'backfill'
           ORDER BY finished_at DESC LIMIT 1) AS newest WHERE status = 'red'`,
        realmId,
      ),
    async redWork(realmId) {
      const { rows } = await pool.query<{ work: Work }>(
        `SELECT work FROM (SELECT DISTINCT ON (work = 'sync') * FROM fleet.outcomes WHERE realm_id = $1
           ORDER BY work = 'sync', finished_at DESC) AS newest
         WHERE status = 'red' AND finished_at >=
           (SELECT max(finished_at) FROM fleet.outcomes WHERE realm_id = $1 AND work <> 'sync')
         ORDER BY work = 'sync' LIMIT 1`,
        [realmId],
      )
      return rows[0]?.work
    },
    async realmIds() {
      const { rows } = await pool.query<{ realm_id: string }>('SELECT realm_id FROM fleet.companies')
      return rows.map((row) => row.realm_id)
    },
    async enter(jobId, { realmId, work, report, worker }) {
      await pool.query(
        // A run counts its calls over all that resumed it; this job made those that no job before has entered.
        `INSERT INTO fleet.outcomes (job_id, realm_id, work, status, calls, gist, report, worker)
         VALUES ($1, $2, $3, $4, $5 - (SELECT coalesce(sum(calls), 0) FROM fleet.outcomes AS before
           WHERE before.realm_id = $2 AND before.report->>'runId' = $7::jsonb->>'runId'), $6, $7, $8)
         ON CONFLICT (job_id) DO NOTHING`,
        [jobId, realmId, work, report.status, report.apiCalls, gistOf(report), report, worker],
      )
    },
    async enterLoaded(jobId, { realmId, status, finishedAt, worker }) {
      await pool.query(
        `INSERT INTO fleet.outcomes (job_id, realm_id, work, status, calls, finished_at, worker)
         VALUES ($1, $2, 'backfill', $3, 0, coalesce($4, now()), $5) ON CONFLICT (job_id) DO NOTHING`,
        [jobId, realmId, status, finishedAt ?? null, worker],
      )
    },
    async tell({ kind, realmIds, detail }) {
      await pool.query('INSERT INTO fleet.events (kind, realm_ids, detail) VALUES ($1, $2, $3)', [
        kind,
        realmIds,
        detail ?? null,
      ])
    },
    async see(jobId) {
      await pool.query('UPDATE fleet.outcomes SET seen = true WHERE job_id = $1', [jobId])
    },
    async report(jobId) {
      const { rows } = await pool.query<{ report: Outcome['report'] | null }>(
        'SELECT report FROM fleet.outcomes WHERE job_id = $1',
        [jobId],
      )
      return rows[0]?.report ?? undefined
    },
  }
}

// All processes start at once: one makes the tables, the others wait for it.
const tables = `
  BEGIN;
  SELECT pg_advisory_xact_lock(hashtext('qbo fleet migrate'));
  CREATE SCHEMA IF NOT EXISTS fleet;
  CREATE TABLE IF NOT EXISTS fleet.companies (
    realm_id text PRIMARY KEY,
    name text NOT NULL,
    connected_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE IF NOT EXISTS fleet.outcomes (
    job_id text PRIMARY KEY,
    realm_id text NOT NULL,
    work text NOT NULL,
    status text NOT NULL,
    calls integer NOT NULL,
    finished_at timestamptz NOT NULL DEFAULT now()
  );
  ALTER TABLE fleet.outcomes ADD COLUMN IF NOT EXISTS gist jsonb, ADD COLUMN IF NOT EXISTS report jsonb,
    ADD COLUMN IF NOT EXISTS worker text, ADD COLUMN IF NOT EXISTS seen boolean NOT NULL DEFAULT false;
  CREATE INDEX IF NOT EXISTS outcomes_newest ON fleet.outcomes (realm_id, work, finished_at DESC);
  CREATE INDEX IF NOT EXISTS outcomes_last ON fleet.outcomes (finished_at);
  CREATE TABLE IF NOT EXISTS fleet.events (
    at timestamptz NOT NULL DEFAULT now(),
    kind text NOT NULL,
    realm_ids text[] NOT NULL,
    detail text
  );
  CREATE INDEX IF NOT EXISTS events_last ON fleet.events (at);
  COMMIT`
