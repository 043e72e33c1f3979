import { glance } from '../words/language.js'
import type { HostWriter } from './host-writer.js'
import { kestraWriter } from './kestra.js'
import type { Writable } from './screen.js'

/** Who has started this process, if it wants to be told in words of its own. */
export interface Host {
  readonly writer: HostWriter | undefined
  /** The words of the command line, with what the host says of them. */
  readonly argv: readonly string[]
}

/** Commands that take a range, which may be the partition of the step. */
const ranged = new Set(['run', 'plan', 'verify'])
const rangeFlags = ['--from', '--to', '--fecha-inicio', '--fecha-fin']

/**
 * Dagster Pipes by its environment, Kestra by `--host kestra`.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` for variables that are not Dagster's.
 */
export async function hostOf(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  { stdout, stderr }: { readonly stdout: Writable; readonly stderr: Writable },
): Promise<Host> {
  const named = glance(argv, '--host')
  if (named === 'kestra') return { writer: kestraWriter((text) => stdout.write(text)), argv }
  if (env['DAGSTER_PIPES_CONTEXT'] === undefined || env['DAGSTER_PIPES_MESSAGES'] === undefined)
    return { writer: undefined, argv }
  // Loaded where it is needed: hosts pay for it at every start.
  const { openDagsterPipes } = await import('./dagster-pipes.js')
  const pipes = openDagsterPipes(env['DAGSTER_PIPES_CONTEXT'], env['DAGSTER_PIPES_MESSAGES'], {
    stdout: (text) => stdout.write(text),
    stderr: (text) => stderr.write(text),
  })
  return { writer: pipes, argv: withRange(argv, pipes.range) }
}

function withRange(
  argv: readonly string[],
  range: { readonly from: string; readonly to: string } | undefined,
): readonly string[] {
  const isSaid = argv.some((word) => rangeFlags.some((flag) => word === flag || word.startsWith(`${flag}=`)))
  if (range === undefined || isSaid || !ranged.has(argv[0] ?? '')) return argv
  return [...argv, '--from', range.from, '--to', range.to]
}
