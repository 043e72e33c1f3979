import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { TLSSocket, createSecureContext } from 'node:tls'

export interface FakeServer {
  readonly port: number
  close(): void
}

/** A server that is no PostgreSQL, and answers every connection in one way: what a real one does only for a moment. */
async function serve(answer: (socket: Socket) => void): Promise<FakeServer> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => answer(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, close: () => server.close() }
}

/** Refuses as PostgreSQL does, with a SQLSTATE. */
export function startRefusing(sqlState: string): Promise<FakeServer> {
  const fields = `SFATAL\0VFATAL\0C${sqlState}\0Mthe words of the server\0\0`
  const head = Buffer.from('E....')
  head.writeInt32BE(fields.length + 4, 1)
  return serve((socket) => socket.end(Buffer.concat([head, Buffer.from(fields)])))
}

/** Closes every connection without a word. */
export function startResetting(): Promise<FakeServer> {
  return serve((socket) => socket.resetAndDestroy())
}

/** Offers TLS with this certificate. */
export function startWithCertificate(pem: {
  readonly key: string
  readonly cert: string
}): Promise<FakeServer> {
  return serve((socket) => {
    socket.write('S')
    new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(pem) }).on(
      'error',
      () => undefined,
    )
  })
}
