import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { PassThrough, type Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Simulator, SimulatorServer } from 'qbo-simulator'
import { glance } from '../src/cli/glance.js'
import { runCommandLine } from '../src/cli/main.js'
import { createOutput } from '../src/cli/output/output.js'

const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url))

/** What a host sets for a company of the simulator. */
export function environmentOf(
  simulator: Simulator,
  server: SimulatorServer,
  databaseUrl: string,
): NodeJS.ProcessEnv {
  return {
    QBO_CLIENT_ID: simulator.clientId,
    QBO_CLIENT_SECRET: simulator.clientSecret,
    QBO_REALM_ID: simulator.realmIds[0],
    QBO_REFRESH_TOKEN: simulator.refreshToken(),
    QBO_ENVIRONMENT: 'sandbox',
    QBO_API_BASE_URL: server.apiBaseUrl,
    QBO_TOKEN_URL: server.tokenUrl,
    DATABASE_URL: databaseUrl,
  }
}

export interface CliResult {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** The lines of stdout, parsed. */
  readonly events: readonly Readonly<Record<string, unknown>>[]
}

export interface RunningCli {
  readonly child: ChildProcess
  readonly result: Promise<CliResult>
  /** Resolves once stdout has said this, to all that it has said. */
  said(text: string): Promise<string>
}

/** Starts the built command line as a host would: pipes, and an environment that holds nothing else. */
export function startCli(argv: readonly string[], env: NodeJS.ProcessEnv): RunningCli {
  if (!existsSync(bin))
    throw new Error('The command line is not built. Run npm test, or npm run build first.')
  const child = spawn(process.execPath, [...flagsFor(env), bin, ...argv], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk))
  const result = new Promise<CliResult>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode, signal) =>
      resolve({ exitCode, signal, stdout, stderr, events: parseLines(stdout) }),
    )
  })
  return { child, result, said: listenTo(child.stdout, result) }
}

/** A PGlite compiled in one pass: to make it quicker takes V8 more than a child lives to get back. */
function flagsFor({ DATABASE_URL = '' }: NodeJS.ProcessEnv): readonly string[] {
  return DATABASE_URL.startsWith('pglite:') ? ['--liftoff-only'] : []
}

function listenTo(stdout: Readable, result: Promise<CliResult>): RunningCli['said'] {
  let heard = ''
  stdout.on('data', (chunk: string) => (heard += chunk))
  return (words) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (heard.includes(words)) resolve(heard)
      }
      stdout.on('data', look)
      const ended = result.then(({ stderr }) => {
        throw new Error(`It ended without saying ${words}: ${heard}${stderr}`)
      })
      ended.catch(reject)
      look()
    })
}

export function runCli(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<CliResult> {
  return startCli(argv, env).result
}

/**
 * Starts the command line in this process, from its sources: what a command says and does. To start another process takes
 * half a second of CPU, and is for what a process does: it starts, is killed, gets signals, reads stdin, shares a database.
 */
export function startHere(argv: readonly string[], env: NodeJS.ProcessEnv): Omit<RunningCli, 'child'> {
  // Pipes: nobody looks on.
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const all = Promise.all([text(stdout), text(stderr)])
  const { json, language } = glance(argv, env)
  const output = createOutput(stdout, stderr, json === true, language)
  const result = runCommandLine(argv, env, output, new AbortController().signal).then(async (exitCode) => {
    stdout.end()
    stderr.end()
    const [out, errors] = await all
    return { exitCode, signal: null, stdout: out, stderr: errors, events: parseLines(out) }
  })
  return { result, said: listenTo(stdout.setEncoding('utf8'), result) }
}

export function runHere(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<CliResult> {
  return startHere(argv, env).result
}

/** The same on a terminal that somebody watches: all that stands there. */
export async function runOnTerminal(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const screen = new PassThrough()
  const said = text(screen)
  const { language } = glance(argv, env)
  const output = createOutput(Object.assign(screen, { isTTY: true, columns: 200 }), screen, false, language)
  await runCommandLine(argv, env, output, new AbortController().signal)
  screen.end()
  return said
}

/** A killed process may leave half a line behind. */
function parseLines(stdout: string): readonly Readonly<Record<string, unknown>>[] {
  return stdout
    .slice(0, stdout.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
