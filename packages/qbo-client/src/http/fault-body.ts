import type { QboFault } from '../errors.js'
import { readXmlFault } from './fault-xml.js'

/** What a body turned out to be, before anybody decides what it means. */
export interface ParsedBody {
  readonly kind: 'json' | 'xml' | 'html' | 'empty' | 'other'
  /** The parsed value, for JSON. */
  readonly value?: unknown
  /** The faults in it, wherever and in whatever format. */
  readonly faults: readonly QboFault[]
}

/** A fault stands at the beginning; what a server says after that is looked at no more. */
const mostMarkup = 65_536
/** More faults, or longer texts, are nobody's to read: a text is then described instead of quoted. */
const mostFaults = 20
const mostText = 8_000

/**
 * Reads a body by its content, never by its content type: faults come as XML although JSON was asked for, as
 * lower-case JSON, as an OAuth body, as HTML of a gateway, and inside HTTP 200 (Servosity/msp-skills#90).
 */
export function parseBody(text: string): ParsedBody {
  const trimmed = text.trimStart()
  if (trimmed === '') return { kind: 'empty', faults: [] }
  if (trimmed.startsWith('<')) return parseMarkup(trimmed.slice(0, mostMarkup))
  try {
    const value: unknown = JSON.parse(text)
    return { kind: 'json', value, faults: faultsInJson(value).slice(0, mostFaults) }
  } catch {
    return { kind: 'other', faults: [] }
  }
}

function faultsInJson(value: unknown): QboFault[] {
  if (!isObject(value)) return []
  return [
    ...faultsOf(value),
    ...faultsOf(value['QueryResponse']),
    ...listOf(value['CDCResponse']).flatMap((answer) => [
      ...faultsOf(answer),
      ...listOf(isObject(answer) ? answer['QueryResponse'] : undefined).flatMap(faultsOf),
    ]),
    ...oauthFault(value),
  ]
}

/** `{"Fault": {"Error": […], "type"}}`, and the same in lower case, as the gateway writes it. */
function faultsOf(holder: unknown): QboFault[] {
  if (!isObject(holder)) return []
  const fault = holder['Fault'] ?? holder['fault']
  if (!isObject(fault)) return []
  const type = textOf(fault['type'])
  const errors = listOf(fault['Error'] ?? fault['error'])
    .slice(0, mostFaults)
    .filter(isObject)
  // A fault without a readable error is a fault all the same.
  if (errors.length === 0) return [compact({ type })]
  return errors.map((error) =>
    compact({
      code: normalizeCode(textOf(error['code'])),
      message: textOf(error['Message'] ?? error['message']),
      detail: textOf(error['Detail'] ?? error['detail']),
      element: textOf(error['element']),
      type,
    }),
  )
}

function oauthFault(value: Record<string, unknown>): QboFault[] {
  if (typeof value['error'] !== 'string') return []
  return [compact({ message: value['error'], detail: textOf(value['error_description']), type: 'OAuth' })]
}

function parseMarkup(text: string): ParsedBody {
  const faults = faultsInXml(text)
  if (faults.length > 0) return { kind: 'xml', faults }
  const isXml = /^<\?xml\b|^<(?:\w+:)?IntuitResponse\b/.test(text)
  return { kind: isXml ? 'xml' : 'html', faults: codesInPage(text) }
}

/** Pages of the gateway say their code as `errorCode=007001` (quickeebooks#40). */
function codesInPage(text: string): QboFault[] {
  const code = /\berrorCode=(\d+)/.exec(text)?.[1]
  return code === undefined ? [] : [compact({ code: normalizeCode(code) })]
}

function faultsInXml(text: string): readonly QboFault[] {
  const fault = readXmlFault(text)
  if (fault === undefined) return []
  const type = textOf(fault.type)
  if (fault.errors.length === 0) return [compact({ type })]
  return fault.errors.slice(0, mostFaults).map(({ code, element, message, detail }) =>
    compact({
      code: normalizeCode(textOf(code)),
      message: textOf(decodeXml(message)),
      detail: textOf(decodeXml(detail)),
      element: textOf(element),
      type,
    }),
  )
}

function decodeXml(text: string | undefined): string | undefined {
  return text
    ?.trim()
    .replaceAll(/<!\[CDATA\[|\]\]>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}

/** Codes are padded with zeros in some formats (003001) and numbers in others. */
function normalizeCode(code: string | undefined): string | undefined {
  if (code === undefined) return undefined
  const trimmed = code.trim()
  return /^\d+$/.test(trimmed) ? trimmed.replace(/^0+(?=\d)/, '') : trimmed
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string' || value === '') return undefined
  return value.length > mostText ? `[${value.length} characters]` : value
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return value === undefined || value === null ? [] : [value]
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function compact(fault: QboFault): QboFault {
  return Object.fromEntries(Object.entries(fault).filter(([, value]) => value !== undefined))
}
