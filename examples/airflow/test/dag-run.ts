import { setTimeout as delay } from 'node:timers/promises'
import type { Airflow } from './airflow.ts'

export interface TaskState {
  readonly task_id: string
  readonly map_index: number
  readonly rendered_map_index: string | null
  readonly state: string | null
  readonly try_number: number
  readonly pid: number | null
}

interface XCom {
  readonly value: unknown
}

/** What Airflow's API says of one run of the example. */
export interface DagRun {
  /** The task of a company, by its name without the group: `customers`. */
  task(realmId: string, name: string): Promise<TaskState>
  /** Waits until the task is as `accept` wants it. */
  until(realmId: string, name: string, accept: (task: TaskState) => boolean): Promise<TaskState>
  /** Waits for the end; its state. */
  ended(): Promise<string>
  /** The lines that a try left in its log. */
  log(task: TaskState, attempt: number): Promise<readonly string[]>
  xcom(task: TaskState, key?: string): Promise<unknown>
  /** Clears a task as the button of the same name does: one that is running is stopped and tried again. */
  clear(task: TaskState): Promise<void>
}

const base = '/dags/qbo_backfill'

export async function triggerDagRun(airflow: Airflow, id: string, conf: unknown): Promise<DagRun> {
  await airflow.api('POST', `${base}/dagRuns`, { dag_run_id: id, logical_date: null, conf })
  return dagRun(airflow, id)
}

export function dagRun(airflow: Airflow, id: string): DagRun {
  const path = `${base}/dagRuns/${encodeURIComponent(id)}`
  const tasks = async (): Promise<readonly TaskState[]> => {
    const answer = await airflow.api<{ task_instances: TaskState[] }>(
      'GET',
      `${path}/taskInstances?limit=200`,
    )
    return answer.task_instances
  }
  const find = async (realmId: string, name: string): Promise<TaskState | undefined> => {
    const all = await tasks()
    // A task that never ran has no name of its own, but the number of its company.
    const ofCompany = all.find((task) => task.rendered_map_index === realmId)
    return all.find((task) => task.task_id === `company.${name}` && task.map_index === ofCompany?.map_index)
  }
  return {
    async task(realmId, name) {
      const found = await find(realmId, name)
      if (found === undefined) throw new Error(`There is no task ${name} of ${realmId} yet.`)
      return found
    },
    async until(realmId, name, accept) {
      for (;;) {
        const found = await find(realmId, name)
        if (found !== undefined && accept(found)) return found
        await delay(300)
      }
    },
    async ended() {
      for (;;) {
        const { state } = await airflow.api<{ state: string }>('GET', path)
        if (state === 'success' || state === 'failed') return state
        await delay(500)
      }
    },
    async log(task, attempt) {
      const logPath = `${path}/taskInstances/${task.task_id}/logs/${attempt}?map_index=${task.map_index}&full_content=true`
      const { content } = await airflow.api<{ content: readonly unknown[] }>('GET', logPath)
      return content.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
    },
    async xcom(task, key = 'return_value') {
      const entry = `${path}/taskInstances/${task.task_id}/xcomEntries/${key}?map_index=${task.map_index}&deserialize=true`
      return (await airflow.api<XCom>('GET', entry)).value
    },
    async clear(task) {
      await airflow.api('POST', `${base}/clearTaskInstances`, {
        dry_run: false,
        dag_run_id: id,
        task_ids: [[task.task_id, task.map_index]],
        only_failed: false,
      })
    },
  }
}
