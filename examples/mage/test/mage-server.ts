import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { idlePipeline, type MageHost } from './mage-host.ts'

export interface Trigger {
  readonly id: number
  readonly name: string
  readonly pipeline_uuid: string
  readonly schedule_interval: string
  readonly start_time: string
  readonly status: string
  readonly description: string
}

export interface PipelineRun {
  readonly id: number
  readonly pipeline_schedule_id: number
  readonly status: string
  readonly block_runs: readonly { readonly block_uuid: string; readonly status: string }[]
}

/** `mage start`: the server with its scheduler, driven by the API that its web interface uses. */
export interface MageServer {
  triggers(): Promise<readonly Trigger[]>
  trigger(name: string): Promise<Trigger>
  /** Switches a trigger on, and waits for its newest run to begin. */
  activate(name: string): Promise<void>
  /** Runs that a trigger has started, newest first. */
  runs(trigger: string): Promise<readonly PipelineRun[]>
  /** Waits until the newest run of a trigger has ended. */
  ended(trigger: string): Promise<PipelineRun>
  /** Cancels the newest run of a trigger, as the button does: SIGKILL to the worker, which cannot tell its child. */
  cancel(trigger: string): Promise<void>
  /** Waits until the scheduler, which says each time that it looks for work, has looked so often. */
  looked(times: number): Promise<void>
  /** Writes into Mage's database that the newest run of a trigger is cancelled, and kills nobody. */
  markCancelled(trigger: string): Promise<void>
  /** Adds an `@once` trigger to a pipeline, active at once, as one does for a second run, and waits for that to begin. */
  addOnce(pipeline: string, name: string): Promise<void>
  /** The HTTP status that `/api/status` answers with. */
  status(): Promise<number>
  /** What the server itself has said so far. */
  output(): string
  stop(): Promise<void>
}

/** What `start_time` of a trigger that has to run at once is. */
const pastInstant = '2024-01-15 02:00:00'

export async function startMage(host: MageHost, port: number): Promise<MageServer> {
  // Its own process group: the scheduler and its workers outlive the server if that alone is ended.
  const child = spawn(host.mage, ['start', host.project, '--host', '127.0.0.1', '--port', String(port)], {
    env: {
      ...host.environment,
      REQUIRE_USER_AUTHENTICATION: '0',
      DISABLE_AUTO_BROWSER_OPEN: '1',
      SCHEDULER_TRIGGER_INTERVAL: '1',
    },
    cwd: host.directory,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()))

  const api = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${String(port)}/api/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const answer = (await response.json()) as T & { error?: { message?: string; exception?: string } }
    if (answer.error !== undefined)
      throw new Error(`${method} ${path}: ${answer.error.exception ?? answer.error.message ?? 'refused'}`)
    return answer
  }
  const triggers = async (): Promise<readonly Trigger[]> =>
    (await api<{ pipeline_schedules: readonly Trigger[] }>('GET', 'pipeline_schedules')).pipeline_schedules
  const trigger = async (name: string): Promise<Trigger> => {
    const found = (await triggers()).find((each) => each.name === name)
    if (found === undefined) throw new Error(`Mage knows no trigger ${name}`)
    return found
  }
  const runs = async (name: string): Promise<readonly PipelineRun[]> => {
    const { id } = await trigger(name)
    const { pipeline_runs } = await api<{ pipeline_runs: readonly PipelineRun[] }>('GET', 'pipeline_runs')
    return pipeline_runs.filter((run) => run.pipeline_schedule_id === id).toSorted((a, b) => b.id - a.id)
  }
  const newestOf = async (name: string): Promise<PipelineRun> => {
    const [newest] = await runs(name)
    if (newest === undefined) throw new Error(`The trigger ${name} has started nothing`)
    return newest
  }
  const looked = async (times: number): Promise<void> => {
    const looks = (): number => output.split('Active pipeline runs').length
    const before = looks()
    await until(`the scheduler has looked ${String(times)} more times`, () =>
      Promise.resolve(looks() - before >= times ? true : undefined),
    )
  }
  const addOnce = (pipeline: string, name: string): Promise<unknown> => {
    const once = { schedule_type: 'time', schedule_interval: '@once', start_time: pastInstant }
    return api('POST', `pipelines/${pipeline}/pipeline_schedules`, {
      pipeline_schedule: { name, ...once, status: 'active' },
    })
  }
  // Mage 0.9.80 can leave a run in its queue until the next one is queued: what it puts there arrives a moment later, and
  // its pool of workers, made for it, finds nothing and ends (process_queue.py, enqueue and poll_job_and_execute).
  let idles = 0
  const begun = (name: string): Promise<true> =>
    until(`the run of ${name} has begun`, async () => {
      for (let look = 0; look < 40; look++) {
        const [newest] = await runs(name)
        const statuses = newest?.block_runs.map(({ status }) => status) ?? []
        if (statuses.some((status) => status !== 'initial')) return true
        await sleep(200)
      }
      await addOnce(idlePipeline, `idle ${String((idles += 1))}`)
      return undefined
    })
  const server: MageServer = {
    looked,
    triggers,
    trigger,
    runs,
    async activate(name) {
      const { id } = await trigger(name)
      await api('PUT', `pipeline_schedules/${String(id)}`, { pipeline_schedule: { id, status: 'active' } })
      await begun(name)
    },
    ended: (name) =>
      until(`the run of ${name} has ended`, async () => {
        const [newest] = await runs(name)
        return newest !== undefined && ['completed', 'failed', 'cancelled'].includes(newest.status)
          ? newest
          : undefined
      }),
    async cancel(name) {
      const { id } = await newestOf(name)
      await api('PUT', `pipeline_runs/${String(id)}`, { pipeline_run: { id, status: 'cancelled' } })
    },
    async markCancelled(name) {
      const { id } = await newestOf(name)
      const { exitCode, output: said } = await host.runPython(
        `import sqlite3, sys
database = sqlite3.connect(sys.argv[1], timeout=30)
database.execute("UPDATE pipeline_run SET status = 'CANCELLED' WHERE id = ?", [sys.argv[2]])
database.commit()`,
        [join(host.directory, 'data/qbo_project/mage-ai.db'), String(id)],
      )
      if (exitCode !== 0) throw new Error(said)
    },
    async addOnce(pipeline, name) {
      await addOnce(pipeline, name)
      await begun(name)
    },
    status: async () => (await fetch(`http://127.0.0.1:${String(port)}/api/status`)).status,
    output: () => output,
    async stop() {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      await closed
    },
  }
  try {
    // Its first start makes Mage's own tables, and its scheduler then reads triggers.yaml.
    await until('Mage has read the triggers', async () => {
      const known = await triggers().catch(() => [])
      return known.length >= 3 ? known : undefined
    })
  } catch (error) {
    await server.stop()
    throw new Error(`Mage did not start. It said:\n${output}`, { cause: error })
  }
  return server
}

export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 120_000
  while (Date.now() < deadline) {
    const found = await look()
    if (found !== undefined) return found
    await sleep(200)
  }
  throw new Error(`After two minutes it is still not so that ${what}`)
}
