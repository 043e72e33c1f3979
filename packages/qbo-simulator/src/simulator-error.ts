/** Wrong use of the simulator by a test or a command line; what QuickBooks itself would answer is no error here. */
export class SimulatorError extends Error {
  /** Always `SimulatorError`. */
  override readonly name = 'SimulatorError'
  /** What went wrong: decide by this, never by the message. */
  readonly code: 'SIMULATOR_INVALID_OPTIONS' | 'SIMULATOR_NOT_FOUND'
  /** Always false: what the simulator refuses, it refuses again. */
  readonly retryable = false

  constructor(code: SimulatorError['code'], message: string) {
    super(message)
    this.code = code
  }
}
