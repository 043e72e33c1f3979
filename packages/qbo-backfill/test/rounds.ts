import { setTimeout as sleep } from 'node:timers/promises'
import type { Simulator } from 'qbo-simulator'

/** So many looks in a row at which nobody has asked anything more: what they wait for are answers, on a busy machine too. */
const quietLooks = 30
const lookEveryMs = 50

/**
 * Has QuickBooks answer only when nothing more is asked, and then all of it: how often it answers is how many calls wait for
 * one another, whatever time they take.
 */
export async function countRounds(simulator: Simulator, work: () => Promise<unknown>): Promise<number> {
  let rounds = 0
  let looks = 0
  let round: Promise<void> | undefined
  const answerAll = async (): Promise<void> => {
    for (looks = 0; looks < quietLooks; looks++) await sleep(lookEveryMs)
    round = undefined
    rounds += 1
  }
  const stop = simulator.onRequest(async () => {
    looks = 0
    await (round ??= answerAll())
  })
  try {
    await work()
    return rounds
  } finally {
    stop()
  }
}
