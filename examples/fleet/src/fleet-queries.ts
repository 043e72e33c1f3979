import { acceptedHere } from './refused.ts'

/** A worker is called by its machine and process: `machine 4711`, followed by what tells its jobs apart. */
const worker = "regexp_replace(locked_by, ' [^ ]*$', '')"

const newest = (works: string): string => `
  SELECT jsonb_build_object('jobId', job_id, 'work', work, 'status', status, 'at', finished_at, 'gist', gist,
    'seen', EXISTS (SELECT FROM fleet.outcomes AS other
      WHERE other.realm_id = outcomes.realm_id AND other.seen AND other.gist = outcomes.gist),
    'times', (SELECT count(*) FROM fleet.outcomes AS other WHERE other.realm_id = outcomes.realm_id
      AND other.work = outcomes.work AND other.status = outcomes.status AND other.gist = outcomes.gist)) AS found
  FROM fleet.outcomes WHERE realm_id = companies.realm_id AND work IN (${works}) ORDER BY finished_at DESC LIMIT 1`

export const companiesQuery = `
  SELECT jsonb_build_object('realmId', companies.realm_id, 'name', companies.name, 'proof', proof.found,
    'sync', sync.found, 'running', running.job, 'waiting', waiting.job, 'stopped', stopped.job,
    'isAccepted', EXISTS (SELECT FROM raw.qb_rejects WHERE realm_id = companies.realm_id AND ${acceptedHere})) AS facts
  FROM fleet.companies
  LEFT JOIN LATERAL (${newest("'backfill', 'verify'")}) AS proof ON true
  LEFT JOIN LATERAL (${newest("'sync'")}) AS sync ON true
  LEFT JOIN LATERAL (
    SELECT jsonb_build_object('task', task_identifier, 'worker', ${worker}) AS job FROM graphile_worker.jobs
    WHERE queue_name = companies.realm_id AND locked_at IS NOT NULL LIMIT 1
  ) AS running ON true
  LEFT JOIN LATERAL (
    SELECT jsonb_build_object('task', task_identifier, 'until', run_at, 'error', last_error) AS job
    FROM graphile_worker.jobs
    WHERE queue_name = companies.realm_id AND locked_at IS NULL AND attempts < max_attempts ORDER BY run_at LIMIT 1
  ) AS waiting ON true
  LEFT JOIN LATERAL (
    SELECT jsonb_build_object('task', task_identifier, 'error', coalesce(last_error, '')) AS job
    FROM graphile_worker.jobs
    WHERE queue_name = companies.realm_id AND locked_at IS NULL AND attempts >= max_attempts
    ORDER BY updated_at DESC LIMIT 1
  ) AS stopped ON true`

/** Who holds the connection by which the others see that it lives. */
export const workersQuery = `
  SELECT substr(application_name, 11) AS name FROM pg_stat_activity
  WHERE datname = current_database() AND application_name LIKE 'qbo-fleet %' ORDER BY 1`

/**
 * What many did at once is one event: those of one kind that follow each other within a minute, and lie in one hour. One that
 * comes later is an event of its own, and leaves the others where they are.
 */
const folded = (events: string, atMost: number): string => `
  SELECT max(at) AS at, kind, array_remove(array_agg(DISTINCT realm_id), NULL) AS realm_ids, detail FROM (
    SELECT *, count(*) FILTER (WHERE is_later) OVER (PARTITION BY kind, detail ORDER BY at) AS burst FROM (
      SELECT *, at - lag(at) OVER (PARTITION BY kind, detail ORDER BY at) > interval '1 minute' AS is_later
      FROM (${events}) AS event
    ) AS timed
  ) AS burst LEFT JOIN LATERAL unnest(realm_ids) AS realm_id ON true
  GROUP BY kind, detail, burst, date_trunc('hour', at) ORDER BY 1 DESC LIMIT ${atMost}`

/** Of a worker that was lost one event, though its companies come back at different times. */
const lost = folded(
  `SELECT at, kind, realm_ids, coalesce(detail, '') AS detail FROM fleet.events
   WHERE kind = 'lost' AND at > now() - interval '1 day'`,
  3,
)

/** What went well, of a night's syncs together. */
const well = folded(
  `SELECT finished_at AS at, work AS kind, ARRAY[realm_id] AS realm_ids, status AS detail FROM fleet.outcomes
   WHERE status = 'green' AND finished_at > now() - interval '7 days'`,
  6,
)

const odd = `
  SELECT finished_at AS at, work, ARRAY[realm_id], status FROM fleet.outcomes
  WHERE status <> 'green' ORDER BY 1 DESC LIMIT 8`

/** Somebody connects many at once. */
const told = folded(
  `SELECT at, kind, realm_ids, coalesce(detail, '') AS detail FROM fleet.events
   WHERE kind <> 'lost' AND at > now() - interval '7 days'`,
  8,
)

export const eventsQuery = `
  SELECT past.at, past.kind, past.detail,
    ARRAY(SELECT name FROM fleet.companies WHERE realm_id = ANY (past.realm_ids) ORDER BY name) AS companies
  FROM ((${lost}) UNION ALL (${well}) UNION ALL (${odd}) UNION ALL (${told})) AS past
  ORDER BY past.at DESC LIMIT 12`

/** What syncs and proofs took of late, and in how many days. A first load comes once. */
export const paceQuery = `
  SELECT coalesce(sum(calls), 0)::int AS calls,
    coalesce(extract(epoch FROM now() - min(finished_at)) / 86400, 0)::float8 AS days
  FROM fleet.outcomes WHERE finished_at > now() - interval '7 days' AND (work <> 'backfill' OR EXISTS (
    SELECT FROM fleet.outcomes AS first WHERE first.realm_id = outcomes.realm_id AND first.work = 'backfill'
      AND first.finished_at < outcomes.finished_at))`
