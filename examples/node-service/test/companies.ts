import { createSimulator, generateCompany, type Simulator, type SimulatorServer } from 'qbo-simulator'

export interface TestCompanies {
  readonly simulator: Simulator
  readonly server: SimulatorServer
  readonly realmIds: readonly [string, string]
  /** Holds the next page of invoices of a company back until it is let go; `reached` tells when it has been asked for. */
  holdInvoices(realmId: string): { readonly reached: Promise<void>; letGo: () => void }
  /** Pages of invoices that were read so far. */
  invoicePages(): number
}

/** Two companies of one app. The first page of the proof and of every entity takes one call a thousand rows. */
export async function openCompanies(): Promise<TestCompanies> {
  const realmIds = ['9130350000000001', '9130350000000002'] as const
  const sizes = { customers: 120, items: 40, invoices: 3400, from: '2022-01-01', to: '2025-01-01' }
  const simulator = createSimulator({
    companies: [
      generateCompany({ ...sizes, seed: 1, realmId: realmIds[0], name: 'Harbour Road Supply' }),
      generateCompany({ ...sizes, seed: 2, realmId: realmIds[1], name: 'Almacenes del Río' }),
    ],
    limits: false,
  })
  const isPage = (request: { readonly path: string; readonly statement?: string }): boolean =>
    /^select \* from invoice\b/iu.test(request.statement ?? '')
  return {
    simulator,
    server: await simulator.listen(),
    realmIds,
    holdInvoices(realmId) {
      let letGo = (): void => undefined
      const gate = new Promise<void>((resolve) => (letGo = resolve))
      const reached = new Promise<void>((resolve) => {
        const stopListening = simulator.onRequest(async (request) => {
          if (!isPage(request) || !request.path.includes(realmId)) return
          stopListening()
          resolve()
          await gate
        })
      })
      return { reached, letGo }
    },
    invoicePages: () => simulator.requests.filter(isPage).length,
  }
}
