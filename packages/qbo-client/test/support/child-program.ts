import { spawnSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'tsup'

const here = dirname(fileURLToPath(import.meta.url))

/** Bundles a program of this folder, so that plain Node runs it. */
export async function buildChild(name: string): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'qbo-child-'))
  await build({
    config: false,
    entry: [join(here, `${name}.ts`)],
    outDir,
    format: 'esm',
    outExtension: () => ({ js: '.mjs' }),
    noExternal: [/.*/],
    silent: true,
    clean: false,
    dts: false,
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`,
    },
  })
  return join(outDir, `${name}.mjs`)
}

const unshares = [
  ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'],
  ['unshare', '--user', '--map-root-user', '--pid', '--fork', '--kill-child', '--mount-proc'],
]

/** Words before a command that give it pids of its own, as a container has; none where this system has no way to. */
export const inNewPidNamespace: readonly string[] =
  unshares.find(([name = '', ...flags]) => spawnSync(name, [...flags, 'true']).status === 0) ?? []

export interface Child {
  readonly process: ChildProcess
  /** The next line of its stdout; undefined when it has ended. */
  next(): Promise<string | undefined>
}

export function startChild(words: readonly string[]): Child {
  const [name = '', ...more] = words
  const child = spawn(name, more, { stdio: ['pipe', 'pipe', 'inherit'] })
  let text = ''
  let ended = false
  let wake: () => void = () => undefined
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    wake()
  })
  child.on('close', () => {
    ended = true
    wake()
  })
  return {
    process: child,
    async next() {
      while (!text.includes('\n')) {
        if (ended) return undefined
        await new Promise<void>((resolve) => (wake = resolve))
      }
      const line = text.slice(0, text.indexOf('\n'))
      text = text.slice(line.length + 1)
      return line
    },
  }
}
