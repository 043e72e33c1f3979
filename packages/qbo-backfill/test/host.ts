import {
  createSimulator,
  generateCompany,
  type GenerateOptions,
  type Simulator,
  type SimulatorServer,
} from 'qbo-simulator'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterEach, beforeEach } from 'vitest'
import { environmentOf } from './cli.js'

/** What a host has: a company that answers over HTTP, and a database. */
export interface TestHost {
  readonly simulator: Simulator
  readonly server: SimulatorServer
  readonly database: TestDatabase
  /** How long each answer takes from now on; 0 at the start of a test. */
  latencyMs: number
  /** What the host sets for the command line; undefined takes a variable away. */
  environment(more?: NodeJS.ProcessEnv): NodeJS.ProcessEnv
}

/**
 * A host for each test of the file, to be looked at in hooks and tests. Limits are lifted. Its database has nothing in it;
 * where a test is not about what makes the tables, it takes less time with those of three entities.
 */
export function hostOfEachTest(
  size: GenerateOptions,
  createDatabase: () => Promise<TestDatabase> = createTestDatabase,
): TestHost {
  let made: Pick<TestHost, 'simulator' | 'server' | 'database'> | undefined
  const own = (): NonNullable<typeof made> => {
    if (made === undefined) throw new Error('A host is there from the first beforeEach on')
    return made
  }
  const host: TestHost = {
    latencyMs: 0,
    get simulator() {
      return own().simulator
    },
    get server() {
      return own().server
    },
    get database() {
      return own().database
    },
    environment(more = {}) {
      const { simulator, server, database } = own()
      return { ...environmentOf(simulator, server, database.url), ...more }
    },
  }
  beforeEach(async () => {
    host.latencyMs = 0
    const company = generateCompany({ from: '2022-01-01', to: '2025-01-01', ...size })
    const simulator = createSimulator({
      companies: [company],
      limits: false,
      latencyMs: () => host.latencyMs,
    })
    const [server, database] = await Promise.all([simulator.listen(), createDatabase()])
    made = { simulator, server, database }
  })
  afterEach(async () => {
    await own().server.close()
    await own().database.drop()
  })
  return host
}
