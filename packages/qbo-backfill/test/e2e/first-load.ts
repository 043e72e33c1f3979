import type { GenerateOptions } from 'qbo-simulator'

/** More than a page, so that a run has a middle. */
export const invoices = 1010

/** The company of the tests of a run's life. */
export const company: GenerateOptions = {
  seed: 5,
  customers: 20,
  items: 10,
  invoices,
  from: '2024-10-01',
  to: '2025-01-01',
}

/** Loads it. */
export const command = [
  'run',
  '--entities',
  'invoices,customers',
  '--fecha-inicio',
  '2024-10-01',
  '--fecha-fin',
  '2025-01-01',
]
