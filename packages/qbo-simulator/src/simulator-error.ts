/** Wrong use of the simulator by a test or a command line; what QuickBooks itself would answer is no error here. */
export class SimulatorError extends Error {
  override readonly name = 'SimulatorError'
  readonly code: 'SIMULATOR_INVALID_OPTIONS' | 'SIMULATOR_NOT_FOUND'
  readonly retryable = false

  constructor(code: SimulatorError['code'], message: string) {
    super(message)
    this.code = code
  }
}
