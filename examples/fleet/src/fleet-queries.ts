/** A worker is called by its machine and process: `machine 4711`, followed by what tells its jobs apart. */
const worker = "regexp_replace(locked_by, ' [^ ]*$', '')"

const newest = (works: string): string => `
  SELECT jsonb_build_object('jobId', job_id, 'status', status, 'at', finished_at, 'gist', gist) AS found
  FROM fleet.outcomes WHERE realm_id = companies.realm_id AND work IN (${works}) ORDER BY finished_at DESC LIMIT 1`

export const companiesQuery = `
  SELECT jsonb_build_object('realmId', companies.realm_id, 'name', companies.name, 'proof', proof.found,
    'sync', sync.found, 'running', running.job, 'waiting', waiting.job, 'stopped', stopped.job) AS facts
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

const told = "SELECT at, kind, realm_ids, coalesce(detail, '') AS detail, '' AS worker FROM fleet.events"

/** The last ten, and the workers that were lost in the last day. A sync that went well is in its company's line. */
export const eventsQuery = `
  SELECT past.at, past.kind, past.detail, past.worker,
    ARRAY(SELECT name FROM fleet.companies WHERE realm_id = ANY (past.realm_ids) ORDER BY name) AS companies
  FROM (
    (SELECT * FROM (
      (${told} WHERE kind <> 'lost' ORDER BY at DESC LIMIT 10)
      UNION ALL
      (SELECT finished_at, work, ARRAY[realm_id], status, coalesce(worker, '') FROM fleet.outcomes
       WHERE work <> 'sync' OR status <> 'green' ORDER BY finished_at DESC LIMIT 10)
    ) AS newest ORDER BY at DESC LIMIT 10)
    UNION ALL
    (${told} WHERE kind = 'lost' AND at > now() - interval '1 day' ORDER BY at DESC LIMIT 3)
  ) AS past ORDER BY past.at DESC`

/** What syncs and proofs took of late, and in how many days. */
export const paceQuery = `
  SELECT coalesce(sum(calls), 0)::int AS calls,
    coalesce(extract(epoch FROM now() - min(finished_at)) / 86400, 0)::float8 AS days
  FROM fleet.outcomes WHERE work <> 'backfill' AND finished_at > now() - interval '7 days'`
