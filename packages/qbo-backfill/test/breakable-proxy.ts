import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** Stands between a client and its database, and can be gone for a while, or for good without a word. */
export interface BreakableProxy {
  readonly url: string
  /** Breaks all connections and refuses new ones. */
  cut(): void
  mend(): Promise<void>
  /** Takes what comes and never answers again, like a host behind a firewall that drops everything. */
  fallSilent(): void
}

export async function startProxy(databaseUrl: string): Promise<BreakableProxy> {
  const target = new URL(databaseUrl)
  const open = new Set<Socket>()
  let silent = false
  const server = createServer((client) => {
    if (silent) {
      client.on('error', () => undefined).resume()
      return
    }
    const upstream = connect(Number(target.port), target.hostname)
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(from)
      from.on('error', () => undefined)
      from.on('close', () => {
        open.delete(from)
        to.destroy()
      })
      from.pipe(to)
    }
  })
  const listen = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  await listen(0)
  const { port } = server.address() as AddressInfo
  const url = new URL(databaseUrl)
  url.host = `127.0.0.1:${port}`
  return {
    url: url.href,
    cut() {
      server.close()
      for (const socket of open) socket.destroy()
    },
    mend: () => listen(port),
    fallSilent() {
      silent = true
      for (const socket of open) socket.unpipe().resume()
    },
  }
}
