import { execFile, spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { pythonEnvironment } from 'testkit'

const example = fileURLToPath(new URL('..', import.meta.url))
const commands = fileURLToPath(new URL('../../../node_modules/.bin', import.meta.url))
const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url))

export interface MageResult {
  readonly exitCode: number
  readonly output: string
}

export interface MageHost {
  /** Everything that Mage writes is below it. */
  readonly directory: string
  /** The copy of the project that runs. */
  readonly project: string
  readonly python: string
  readonly mage: string
  readonly environment: NodeJS.ProcessEnv
  /** `mage run --test`, as a person would. */
  run(pipeline: string, variables?: Readonly<Record<string, string>>): Promise<MageResult>
  createSecrets(values: Readonly<Record<string, string | null>>): Promise<MageResult>
  /** A script with the Python that Mage runs in. */
  runPython(script: string, argv: readonly string[]): Promise<MageResult>
  /** The processes of the command line that blocks of this host have started. */
  children(): Promise<readonly ChildProcessOfBlock[]>
  /** Every file that Mage and the project have written, as text. */
  writtenFiles(): Promise<ReadonlyMap<string, string>>
  remove(): Promise<void>
}

export const idlePipeline = 'idle'

export interface ChildProcessOfBlock {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

/** The example copied to a directory of its own, and the Mage of Python's registry to run it. */
export async function createMageHost(environment: Readonly<Record<string, string>>): Promise<MageHost> {
  const venv = await pythonEnvironment(requirements)
  const directory = await mkdtemp(join(tmpdir(), 'qbo-mage-'))
  const project = join(directory, 'qbo_project')
  await cp(join(example, 'qbo_project'), project, {
    recursive: true,
    filter: (path) => !path.endsWith('__pycache__'),
  })
  await addIdlePipeline(project)
  await mkdir(join(directory, 'home'))
  const host = {
    PATH: [dirname(process.execPath), commands, process.env['PATH']].join(':'),
    HOME: join(directory, 'home'),
    MAGE_DATA_DIR: join(directory, 'data'),
    QBO_EVIDENCE_DIR: join(directory, 'evidence'),
    ...environment,
  }
  const python = join(venv, 'bin/python')
  const mage = join(venv, 'bin/mage')
  const execute = (file: string, argv: readonly string[], input = ''): Promise<MageResult> =>
    runToEnd(file, argv, input, { env: host, cwd: directory })
  return {
    directory,
    project,
    python,
    mage,
    environment: host,
    run: (pipeline, variables = {}) =>
      execute(mage, ['run', project, pipeline, '--test', '--runtime-vars', JSON.stringify(variables)]),
    createSecrets: (values) =>
      execute(python, [join(example, 'create_secrets.py'), project], JSON.stringify(values)),
    runPython: (script, argv) => execute(python, ['-c', script, ...argv]),
    children: () => childrenNaming(host.QBO_EVIDENCE_DIR),
    writtenFiles: () => textsBelow(directory),
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

/** A pipeline that does nothing: one more run for the queue. */
async function addIdlePipeline(project: string): Promise<void> {
  const folder = join(project, 'pipelines', idlePipeline)
  await mkdir(folder)
  const block = { uuid: idlePipeline, name: idlePipeline, type: 'data_loader', language: 'python' }
  const blocks = [{ ...block, executor_type: 'local_python', upstream_blocks: [], downstream_blocks: [] }]
  const pipeline = { uuid: idlePipeline, name: idlePipeline, type: 'python', blocks }
  await writeFile(join(folder, '__init__.py'), '')
  // JSON is YAML.
  await writeFile(join(folder, 'metadata.yaml'), JSON.stringify(pipeline))
  await writeFile(
    join(project, 'data_loaders', `${idlePipeline}.py`),
    "if 'data_loader' not in globals():\n    from mage_ai.data_preparation.decorators import data_loader\n\n\n" +
      '@data_loader\ndef idle(*args, **kwargs):\n    return {}\n',
  )
}

function runToEnd(
  file: string,
  argv: readonly string[],
  input: string,
  where: { readonly env: NodeJS.ProcessEnv; readonly cwd: string },
): Promise<MageResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, argv, { ...where, stdio: ['pipe', 'pipe', 'pipe'] })
    let output = ''
    const collect = (chunk: string): void => void (output += chunk)
    child.stdout.setEncoding('utf8').on('data', collect)
    child.stderr.setEncoding('utf8').on('data', collect)
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ exitCode: exitCode ?? -1, output }))
    child.stdin.end(input)
  })
}

/** The evidence directory is this test's own, so it tells our children from those of anybody else. */
async function childrenNaming(text: string): Promise<readonly ChildProcessOfBlock[]> {
  const { stdout } = await promisify(execFile)('ps', ['-ww', '-eo', 'pid=,ppid=,args='])
  return stdout
    .split('\n')
    .filter((line) => line.includes('qbo-backfill') && line.includes(text))
    .map((line) => {
      const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/u.exec(line) ?? []
      return { pid: Number(pid), parent: Number(parent), command }
    })
}

async function textsBelow(directory: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const texts = await Promise.all(files.map(async (path) => [path, await textOf(path)] as const))
  return new Map(texts.filter((entry): entry is readonly [string, string] => entry[1] !== undefined))
}

/** Undefined if it is gone: the journal of Mage's database comes and goes with each of its transactions. */
async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'latin1')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
