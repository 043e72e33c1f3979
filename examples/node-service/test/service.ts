import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

export const folder = fileURLToPath(new URL('..', import.meta.url))

export interface Ended {
  readonly exitCode: number | null
  readonly log: string
  readonly milliseconds: number
}

export interface RunningService {
  readonly url: string
  /** What it has logged, stdout and stderr. */
  log(): string
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>
}

/** Starts the compiled service as a host would, with nothing in its environment but this; resolves once it listens. */
export async function startService(variables: NodeJS.ProcessEnv): Promise<RunningService> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const { child, ended, log } = launch({
    PORT: String(port),
    HOST: 'localhost',
    PUBLIC_URL: url,
    ...variables,
  })
  const listening = new Promise<void>((resolve) => {
    child.stdout.on('data', () => {
      if (log().includes('Server listening')) resolve()
    })
  })
  const first = await Promise.race([listening, ended])
  if (first !== undefined) throw new Error(`The service ended with ${first.exitCode}: ${first.log}`)
  return {
    url,
    log,
    async stop(signal = 'SIGTERM') {
      const asked = Date.now()
      child.kill(signal)
      return { ...(await ended), milliseconds: Date.now() - asked }
    },
  }
}

/** A service that is expected not to start. */
export async function endOfService(variables: NodeJS.ProcessEnv): Promise<Ended> {
  return launch(variables).ended
}

function launch(variables: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const started = Date.now()
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  }
  const ended = once(child, 'close').then(([exitCode]): Ended => ({
    exitCode,
    log: text,
    milliseconds: Date.now() - started,
  }))
  return { child, ended, log: () => text }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, 'localhost')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
