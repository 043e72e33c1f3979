import type { BenchmarkOptions } from '../benchmark.ts'
import { installPeers } from './install-peers.ts'
import { installPythonPeers } from './python-peers.ts'
import { npmReaders, type Reader } from './reader.ts'

/** Every reader that was asked for and can run here, ours first; of those that cannot, why not. */
export async function installReaders({ only, say }: Pick<BenchmarkOptions, 'only' | 'say'>): Promise<{
  readonly readers: readonly Reader[]
  readonly notes: readonly string[]
}> {
  installPeers(say)
  const python = await installPythonPeers(only)
  for (const note of python.notes) say(note)
  const fromNpm = npmReaders.filter(({ name }) => only.length === 0 || only.includes(name))
  return { readers: [...fromNpm, ...python.readers], notes: python.notes }
}
