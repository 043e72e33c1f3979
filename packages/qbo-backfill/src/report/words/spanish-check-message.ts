import type { Check } from '../../verdict/check.js'
import { missingRowText, type MissingRow } from '../../verdict/missing-row.js'
import type { Colour } from '../../verdict/colour.js'
import { count, entries, type Details } from './check-details.js'
import { entityNoun } from './entity-names.js'
import { spanishNumber } from './spanish-number.js'
import { spanishCount } from './spanish-page.js'
import { spanishWitness } from './spanish-witness.js'

/**
 * Says a stored check in Spanish, from its details. The ledger keeps one English sentence; a check of the embedder's own,
 * or one of a later version, is shown as it says itself.
 */
export function spanishCheckMessage(check: Check): string {
  const say = sentences[check.name]
  const said = say?.(check.details, check.status === 'green', check.status)
  return said === undefined ? check.message : `${check.entity}: ${said}`
}

interface NamingInvoice {
  readonly entity: string
  readonly id: string
  readonly by: MissingRow
}

type Sentence = (details: Details, green: boolean, status: Colour) => string | undefined

function unread(failed: number, undelivered: number): string {
  const read = failed - undelivered
  return [
    ...(read > 0 ? [`no se ${read === 1 ? 'pudo' : 'pudieron'} leer ${spanishCount(read, 'segmento')}`] : []),
    ...(undelivered > 0
      ? [`el destino de páginas (pageSink) no aceptó ${spanishCount(undelivered, 'segmento')}`]
      : []),
  ].join(' y ')
}

/** As whoever failed says it: a code, and a message that stays as it is. */
function cause(details: Details): string {
  const error = (details['error'] ?? {}) as Readonly<Record<string, unknown>>
  const said = [error['code'], error['message']].filter((part) => typeof part === 'string')
  return said.length === 0 ? '' : ` (${said.join(': ').replace(/\.$/u, '')})`
}

function missing(details: Details): string {
  const rows = entries(details, 'missing').slice(0, 3) as readonly MissingRow[]
  return rows.length === 0 ? '' : ` Faltan, por ejemplo, ${rows.map(missingRowText).join('; ')}.`
}

const sentences: Readonly<Record<string, Sentence>> = {
  proof(details, _, status) {
    const failed = count(details, 'failedSegments')
    if (failed !== undefined)
      return `${unread(failed, count(details, 'undelivered') ?? 0)}, así que no hay nada comprobado${cause(details)}. Ejecute de nuevo para continuar.`
    const [expected, loaded, seen] = [
      count(details, 'expected'),
      count(details, 'loaded'),
      count(details, 'seen'),
    ]
    if (expected === undefined) return undefined
    if (status !== 'red') {
      const refused = count(details, 'refused') ?? expected - (loaded ?? expected)
      if (refused > 0)
        return `de ${spanishCount(expected, 'registro')}, ${spanishNumber(expected - refused)} ${expected - refused === 1 ? 'está comprobado' : 'están comprobados'} en la tabla y ${spanishNumber(refused)} ${refused === 1 ? 'fue rechazado' : 'fueron rechazados'}.`
      return expected === 1
        ? 'el único registro está en la tabla.'
        : `los ${spanishNumber(expected)} registros están en la tabla.`
    }
    return details['stable'] === true
      ? `QuickBooks cuenta ${spanishCount(expected, 'registro')}, la tabla tiene ${spanishNumber(loaded)} y esta corrida leyó ${spanishNumber(seen)} de ellos.${missing(details)}`
      : 'la empresa no dejó de cambiar mientras se contaba, así que aún no hay nada comprobado. Ejecute de nuevo en una hora más tranquila.'
  },
  witness: spanishWitness,
  rejects(details, green) {
    const [open, acknowledged, saved] = [
      count(details, 'open'),
      count(details, 'acknowledged'),
      count(details, 'saved'),
    ]
    if (green) return 'ningún registro fue rechazado.'
    if (open === undefined) return undefined
    const parts = [
      [open, `${spanishCount(open, 'registro')} no se ${open === 1 ? 'pudo' : 'pudieron'} guardar`],
      [
        acknowledged ?? 0,
        `${spanishCount(acknowledged ?? 0, 'registro')} que no ${acknowledged === 1 ? 'está como llegó ya fue reconocido' : 'están como llegaron ya fueron reconocidos'}`,
      ],
      [
        saved ?? 0,
        `${spanishCount(saved ?? 0, 'registro')} se ${saved === 1 ? 'guardó' : 'guardaron'} con caracteres sustituidos`,
      ],
    ] as const
    return `${parts.flatMap(([rows, text]) => (rows > 0 ? [text] : [])).join('; ')}.`
  },
  deletions: () =>
    'no se conocen todas las eliminaciones en QuickBooks desde que empezó la corrida: puede que la tabla conserve un registro que ya no existe allí, o que uno que falta pase por eliminado. Ejecute de nuevo el período para saberlo.',
  visible: (details) =>
    details['visible'] === 'wrong'
      ? 'sin nuestro filtro de registros inactivos, QuickBooks cuenta más: nos oculta algunos. Por favor, repórtelo.'
      : Number(details['undated'] ?? 0) > 0
        ? `QuickBooks tiene ${spanishCount(Number(details['undated']), 'registro')} sin fecha de creación: ningún período los abarca y no se leen. Por favor, repórtelo.`
        : 'no se pudo averiguar si QuickBooks nos oculta registros inactivos.',
  rows: (details) =>
    `PostgreSQL no pudo revisar los registros: ${String(details['reason'])}. Por favor, repórtelo.`,
  window(details, green) {
    if (green) return 'cada registro está en su ventana.'
    const such = (name: string): string => `por ejemplo Id ${entries(details, name).slice(0, 5).join(', ')}`
    return entries(details, 'ids').length > 0
      ? `hay registros fuera de su ventana, ${such('ids')}. Por favor, repórtelo.`
      : `no se puede leer la fecha de algunos registros, ${such('undated')}.`
  },
  totals(details, green) {
    if (green) return 'cada total es la suma de sus líneas e impuestos.'
    const [wrong, unreadable] = [count(details, 'count') ?? 0, count(details, 'unreadableCount') ?? 0]
    const such = (name: string): string => `por ejemplo Id ${entries(details, name).slice(0, 5).join(', ')}`
    const parts = [
      [
        wrong,
        `${spanishNumber(wrong)} ${wrong === 1 ? 'total no cuadra' : 'totales no cuadran'} con subtotal − descuento + impuestos, ${such('ids')}`,
      ],
      [
        unreadable,
        `${spanishNumber(unreadable)} ${unreadable === 1 ? 'tiene' : 'tienen'} como monto algo que no es un número, ${such('unreadable')}`,
      ],
    ] as const
    return `${parts.flatMap(([rows, text]) => (rows > 0 ? [text] : [])).join('; ')}.`
  },
  references(details, green) {
    if (green) return 'todos los clientes y artículos mencionados están en las tablas.'
    const naming = entries(details, 'namedBy') as readonly NamingInvoice[]
    const absent = (['Customer', 'Item'] as const).flatMap((entity) => {
      const ids = entries(details, entity) as readonly string[]
      const named = ids.slice(0, 5).map((id) => {
        const by = naming.find((found) => found.entity === entity && found.id === id)?.by
        return by === undefined ? id : `${id} (factura ${by.number ?? `Id ${by.id}`})`
      })
      return ids.length === 0
        ? []
        : [`${entityNoun(entity, 'es').one} ${named.join(', ')}${ids.length > 5 ? ' …' : ''}`]
    })
    return absent.length === 0
      ? undefined
      : `mencionan lo que no está en las tablas: ${absent.join('; ')}. Una fecha de inicio anterior para clientes y artículos los trae.`
  },
  fields: (details, green) =>
    green
      ? 'no hay campos nuevos.'
      : `QuickBooks envía campos nunca vistos antes: ${entries(details, 'fields').join(', ')}.`,
  volumetry(details, green) {
    if (green) return 'ninguna ventana se aparta de sus vecinas.'
    const odd = entries(details, 'windows').slice(0, 3) as readonly {
      window: string
      rows: number
      usual: number
    }[]
    const listed = odd.map(
      ({ window, rows, usual }) =>
        `${window} tiene ${spanishNumber(rows)}, lo habitual es ${spanishNumber(usual)}`,
    )
    const windows = count(details, 'count') ?? odd.length
    return `${spanishCount(windows, 'ventana')} se ${windows === 1 ? 'aparta' : 'apartan'} de sus vecinas: ${listed.join('; ')}.`
  },
}
