import type { HostWriter } from './host-writer.js'
import { kestraWriter } from './kestra.js'
import type { Output } from './output.js'

/**
 * Who has started this process, if it wants to be told in words of its own: Dagster Pipes by its environment, Kestra by
 * `--host kestra`.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` for variables that are not Dagster's.
 */
export async function hostOf(
  named: unknown,
  env: NodeJS.ProcessEnv,
  streams: Output['streams'],
): Promise<HostWriter | undefined> {
  if (named === 'kestra') return kestraWriter((text) => streams.stdout.write(text))
  const { DAGSTER_PIPES_CONTEXT: context, DAGSTER_PIPES_MESSAGES: messages } = env
  if (context === undefined || messages === undefined) return undefined
  // Loaded where it is needed: hosts pay for it at every start.
  const { openDagsterPipes } = await import('./dagster-pipes.js')
  return openDagsterPipes(context, messages, streams)
}
