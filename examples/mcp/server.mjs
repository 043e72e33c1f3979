// A read-only MCP server: a model lists what there is and asks in SQL; every answer says how well the rows behind it are proved.
// DATABASE_URL=postgres://qbo_ask:…@host/database node server.mjs          over stdin and stdout
// DATABASE_URL=… QBO_ASK_TOKEN=… node server.mjs --port 3939               over HTTP, on this machine only
// @ts-check
import { createServer } from 'node:http'
import { timingSafeEqual } from 'node:crypto'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { z } from 'zod'
import { ask, defaultLimits, listEntities } from './reader.mjs'

const databaseUrl = process.env.DATABASE_URL ?? ''
const at = process.argv.indexOf('--port')
if (at === -1) await createMcpServer().connect(new StdioServerTransport())
else serveHttp(Number(process.argv[at + 1]), process.env.QBO_ASK_TOKEN ?? '')

function createMcpServer() {
  const server = new McpServer({ name: 'qbo-ask', version: '1.0.0' })
  const annotations = { readOnlyHint: true, openWorldHint: false }
  server.registerTool(
    'list_entities',
    {
      description:
        'The views of QuickBooks data that can be asked, their columns, and how well each entity is proved.',
      annotations,
    },
    () => answerOf(() => listEntities(databaseUrl)),
  )
  server.registerTool(
    'query',
    {
      description:
        'Runs one SELECT of PostgreSQL. Name views with their schema. The answer has `rows`, `isCut` if there are more, and ' +
        '`proofs`: the colour of the proof of each entity behind it, of which days and when it was, and how many rows have ' +
        'changed since. Say so when it is not green, not of all days asked for, or not proved, or something has changed.',
      inputSchema: { sql: z.string().min(1).max(20_000) },
      annotations,
    },
    ({ sql }) => answerOf(() => ask(databaseUrl, sql, defaultLimits)),
  )
  return server
}

async function answerOf(/** @type {() => Promise<unknown>} */ work) {
  try {
    return { content: [{ type: /** @type {const} */ ('text'), text: JSON.stringify(await work()) }] }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    return { content: [{ type: /** @type {const} */ ('text'), text }], isError: true }
  }
}

/** Without sessions: each request is answered by a server of its own. A web page cannot ask: it does not know the token. */
function serveHttp(/** @type {number} */ port, /** @type {string} */ token) {
  if (token.length < 16) throw new Error('Set QBO_ASK_TOKEN to a secret of at least 16 characters.')
  const expected = Buffer.from(`Bearer ${token}`)
  const server = createServer((request, response) => {
    const given = Buffer.from(request.headers.authorization ?? '')
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      response.writeHead(401).end()
      return
    }
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined })
    const mcp = createMcpServer()
    response.on('close', () => void mcp.close())
    mcp
      .connect(transport)
      .then(() => transport.handleRequest(request, response))
      .catch(() => response.headersSent || response.writeHead(500).end())
  })
  server.listen(port, '127.0.0.1', () => {
    const address = server.address()
    console.error(`http://127.0.0.1:${typeof address === 'object' ? address?.port : port}/mcp`)
  })
}
