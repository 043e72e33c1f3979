import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Simulator } from 'qbo-simulator'
import { escape } from '../src/page/html.ts'
import { style } from '../src/page/style.ts'

/** The pages of the simulated QuickBooks on which a person sees an invoice, where links to it lead. */
export interface RecordPages {
  /** Stands for QuickBooks' web application. */
  readonly url: string
  /** From now on QuickBooks fails to give the invoice, until somebody corrects its address there. */
  spoil(id: string, realmId: string): void
  close(): Promise<void>
}

const words = {
  en: {
    locale: 'en-US',
    title: 'The simulated QuickBooks',
    invoice: 'Invoice',
    fields: ['Number', 'Date', 'Customer', 'Amount', 'Sent to'],
    wrong: 'To email address entered is invalid',
    correct: 'Correct the address and save',
    corrected:
      'Nothing is wrong with this invoice. Where QuickBooks failed to give it, “Try again” reads it now.',
    unknown: 'The simulated QuickBooks has no page for this record.',
    back: 'Back to the companies',
  },
  es: {
    locale: 'es-EC',
    title: 'El QuickBooks simulado',
    invoice: 'Factura',
    fields: ['Número', 'Fecha', 'Cliente', 'Monto', 'Enviada a'],
    wrong: 'La dirección de correo no es válida',
    correct: 'Corregir la dirección y guardar',
    corrected:
      'Esta factura no tiene ningún problema. Si QuickBooks no lograba entregarla, «Intentar de nuevo» ya la lee.',
    unknown: 'El QuickBooks simulado no tiene página para este registro.',
    back: 'Volver a las empresas',
  },
} as const

/** @param home the page that the reader came from */
export async function serveRecordPages(simulator: Simulator, home: string): Promise<RecordPages> {
  /** What makes each good again. */
  const spoilt = new Map<string, () => void>()
  const correct = (realmId: string, id: string): void => {
    const heal = spoilt.get(`${realmId} ${id}`)
    spoilt.delete(`${realmId} ${id}`)
    heal?.()
    // As whoever saves it at QuickBooks makes it a newer version.
    if (heal !== undefined) simulator.edit('Invoice', id, { PrivateNote: 'Corrected' }, { realmId })
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const realmId = url.searchParams.get('deeplinkcompanyid') ?? ''
    const id =
      /^invoice\?txnId=(?<id>\d+)$/u.exec(url.searchParams.get('pagereq') ?? '')?.groups?.['id'] ?? ''
    request.resume()
    if (request.method === 'POST') {
      correct(realmId, id)
      // To the page itself, which can be loaded again.
      return void response.writeHead(303, { location: request.url ?? '/' }).end()
    }
    const isKnown = simulator.realmIds.includes(realmId)
    const invoice = isKnown ? simulator.records('Invoice', realmId).find(({ Id }) => Id === id) : undefined
    response.writeHead(invoice === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(pageOf(request, invoice, { isSpoilt: spoilt.has(`${realmId} ${id}`), home }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spoil(id, realmId) {
      spoilt.set(`${realmId} ${id}`, simulator.poison('Invoice', id, { realmId }))
    },
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

interface Shown {
  readonly isSpoilt: boolean
  readonly home: string
}

function pageOf(
  request: IncomingMessage,
  invoice: Readonly<Record<string, unknown>> | undefined,
  { isSpoilt, home }: Shown,
): string {
  const language = languageOf(request)
  const say = words[language]
  const body = invoice === undefined ? `<h1>${say.unknown}</h1>` : invoiceHtml(invoice, { say, isSpoilt })
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${say.title}</title><style>${style}
form{margin:0 0 1rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1.25rem;margin:1rem 0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}</style></head>
<body><main><p class="age">${say.title}</p>${body}<p><a href="${escape(home)}">${say.back}</a></p></main></body></html>
`
}

function invoiceHtml(
  { DocNumber, Id, TxnDate, CustomerRef, TotalAmt, BillEmail }: Readonly<Record<string, unknown>>,
  { say, isSpoilt }: { say: (typeof words)['en' | 'es']; isSpoilt: boolean },
): string {
  const number = String(DocNumber ?? Id)
  const { name = '' } = (CustomerRef ?? {}) as { readonly name?: string }
  const { Address = '' } = (BillEmail ?? {}) as { readonly Address?: string }
  const sentTo = isSpoilt ? Address.replace('@', ' at ') : Address
  const day = new Date(String(TxnDate)).toLocaleDateString(say.locale, {
    dateStyle: 'medium',
    timeZone: 'UTC',
  })
  const amount = Number(TotalAmt).toLocaleString(say.locale, {
    minimumFractionDigits: 2,
    useGrouping: 'always',
  })
  const fields = [number, day, name, amount, sentTo]
    .map((value, index) => `<dt>${say.fields[index]}</dt><dd>${escape(value)}</dd>`)
    .join('')
  const state = isSpoilt
    ? `<p class="warn">${say.wrong}</p><form method="post"><button class="button">${say.correct}</button></form>`
    : `<p class="banner" role="status">${say.corrected}</p>`
  return `<h1>${say.invoice} ${escape(number)}</h1><dl>${fields}</dl>${state}`
}

/** As on the page of the fleet, whose cookies a browser sends to each port of this machine; else as the browser prefers. */
function languageOf({ headers }: IncomingMessage): 'en' | 'es' {
  const chosen = /(?:^|; )fleet_language=(?<language>en|es)/u.exec(headers.cookie ?? '')?.groups?.['language']
  const isSpanish = chosen === undefined ? /^es\b/iu.test(headers['accept-language'] ?? '') : chosen === 'es'
  return isSpanish ? 'es' : 'en'
}
