import type { Pool } from 'pg'

export type Work = 'backfill' | 'sync' | 'verify'

/** What a job that is done has found. */
export interface Outcome {
  readonly realmId: string
  readonly work: Work
  readonly status: 'green' | 'yellow' | 'red'
  /** API calls that it took. */
  readonly calls: number
}

/** The companies that are connected, and what was last found of each. */
export interface Companies {
  migrate(): Promise<void>
  /** Without a name it keeps the one that it has, and else is called by its number. */
  save(company: { readonly realmId: string; readonly name?: string | undefined }): Promise<void>
  isNamed(realmId: string): Promise<boolean>
  realmIds(): Promise<readonly string[]>
  /** Enters an outcome once, however often the job that found it is told that it is done. */
  enter(jobId: string, outcome: Outcome): Promise<void>
}

export function createCompanies(pool: Pool): Companies {
  return {
    async migrate() {
      // All processes start at once: one makes the tables, the others wait for it.
      await pool.query(`
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
        CREATE INDEX IF NOT EXISTS outcomes_newest ON fleet.outcomes (realm_id, work, finished_at DESC);
        COMMIT`)
    },
    async save({ realmId, name }) {
      await pool.query(
        `INSERT INTO fleet.companies (realm_id, name) VALUES ($1, coalesce($2, $1))
         ON CONFLICT (realm_id) DO UPDATE SET name = coalesce($2, companies.name), connected_at = now()`,
        [realmId, name ?? null],
      )
    },
    async isNamed(realmId) {
      const { rowCount } = await pool.query(
        'SELECT FROM fleet.companies WHERE realm_id = $1 AND name <> realm_id',
        [realmId],
      )
      return rowCount === 1
    },
    async realmIds() {
      const { rows } = await pool.query<{ realm_id: string }>('SELECT realm_id FROM fleet.companies')
      return rows.map((row) => row.realm_id)
    },
    async enter(jobId, { realmId, work, status, calls }) {
      await pool.query(
        `INSERT INTO fleet.outcomes (job_id, realm_id, work, status, calls) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (job_id) DO NOTHING`,
        [jobId, realmId, work, status, calls],
      )
    },
  }
}
