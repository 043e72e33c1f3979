import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A project of somebody else, outside the checkout, with the tarballs installed. */
export interface Consumer {
  /** Runs a program of this Node in it. @throws with all that it said, if it fails */
  node(...args: readonly string[]): Promise<string>
  /** Runs a command that npm has linked. */
  bin(name: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string>
  /** Starts one and leaves it running. */
  start(name: string, args: readonly string[]): ChildProcess
  remove(): void
}

const programs = fileURLToPath(new URL('programs', import.meta.url))

/** Installs from npm's cache what is there, and from the registry the rest. */
export async function createConsumer(
  packages: readonly string[],
  flags: readonly string[] = [],
): Promise<Consumer> {
  const root = mkdtempSync(join(tmpdir(), 'qbo-consumer-'))
  cpSync(programs, root, { recursive: true })
  writeFileSync(join(root, 'package.json'), '{ "private": true, "type": "module" }\n')
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  await finish(command(root, 'npm', ['install', ...quiet, ...flags, ...packages]), 'npm install')
  const bin = (name: string): string => join(root, 'node_modules', '.bin', name)
  return {
    node: (...args) => finish(command(root, process.execPath, args), `node ${args.join(' ')}`),
    bin: (name, args, env) => finish(command(root, bin(name), args, env), name),
    start: (name, args) => command(root, bin(name), args),
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

function command(
  cwd: string,
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): ChildProcess {
  return spawn(name, args, {
    cwd,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    // What npm links are scripts of the shell on Windows.
    shell: process.platform === 'win32' && name !== process.execPath,
  })
}

function finish(child: ChildProcess, what: string): Promise<string> {
  let out = ''
  let all = ''
  child.stdout?.on('data', (chunk) => {
    out += String(chunk)
    all += String(chunk)
  })
  child.stderr?.on('data', (chunk) => (all += String(chunk)))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve(out)
      else reject(new Error(`${what} ended with ${code}:\n${all.slice(0, 4000)}`))
    })
  })
}
