import type { FastifyInstance, FastifyRequest } from 'fastify'
import { createState, isQboError } from 'qbo-client'
import type { Companies } from './companies.ts'
import type { QuickBooks } from './quickbooks.ts'

const cookieName = 'qbo_state'

/** `/connect` sends a browser to Intuit's consent page, `/callback` is where it comes back to. */
export function consentRoutes(
  app: FastifyInstance,
  quickBooks: QuickBooks,
  companies: Companies,
  publicUrl: string,
): void {
  const attributes = `Path=/callback; HttpOnly; SameSite=Lax${publicUrl.startsWith('https:') ? '; Secure' : ''}`

  app.get('/connect', (_, reply) => {
    const state = createState()
    // In the browser that asked, so that nobody can have another person's browser finish a consent of his own.
    reply.header('set-cookie', `${cookieName}=${state}; Max-Age=600; ${attributes}`)
    return reply.redirect(quickBooks.consentUrl(state))
  })

  app.get('/callback', async (request, reply) => {
    // A state is for one redirect, whatever comes of it.
    reply.header('set-cookie', `${cookieName}=; Max-Age=0; ${attributes}`)
    try {
      await companies.save(await quickBooks.connect(request.url, stateOf(request)))
    } catch (error) {
      if (!isQboError(error) || error.code !== 'QBO_AUTHORIZATION_FAILED') throw error
      // To a person in a browser, who can read this.
      return reply
        .code(400)
        .type('text/plain')
        .send(`${error.message}\n\nGo back to ${publicUrl} and connect again.`)
    }
    // To an address without the code in it.
    return reply.redirect('/')
  })
}

function stateOf(request: FastifyRequest): string {
  return new RegExp(`(?:^|;\\s*)${cookieName}=([^;]*)`, 'u').exec(request.headers.cookie ?? '')?.[1] ?? ''
}
