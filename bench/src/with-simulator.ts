import { startSimulator, type SimulatorProcess, type SimulatorProcessOptions } from './simulator-process.ts'

/** Work with a QuickBooks in a process of its own, which ends afterwards. */
export async function withSimulator<T>(
  options: SimulatorProcessOptions,
  work: (simulator: SimulatorProcess) => Promise<T>,
): Promise<T> {
  const simulator = await startSimulator(options)
  try {
    return await work(simulator)
  } finally {
    await simulator.stop()
  }
}
