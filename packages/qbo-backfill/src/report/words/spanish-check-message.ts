import type { Check } from '../../checks/check.js'
import { spanishNumber } from './spanish-number.js'

/**
 * Says a stored check in Spanish, from its details. The ledger keeps one English sentence; a check of the embedder's own,
 * or one of a later version, is shown as it says itself.
 */
export function spanishCheckMessage(check: Check): string {
  const say = sentences[check.name]
  const said = say?.(check.details, check.status === 'green')
  return said === undefined ? check.message : `${check.entity}: ${said}`
}

/** Details come from the database: what is not there makes the whole sentence fall back. */
type Details = Readonly<Record<string, unknown>>

function count(details: Details, name: string): number | undefined {
  const value = details[name]
  return typeof value === 'number' ? value : undefined
}

function entries(details: Details, name: string): readonly unknown[] {
  const value = details[name]
  return Array.isArray(value) ? value : []
}

type Sentence = (details: Details, green: boolean) => string | undefined

const sentences: Readonly<Record<string, Sentence>> = {
  proof(details, green) {
    const failed = count(details, 'failedSegments')
    if (failed !== undefined)
      return `no se pudieron leer ${spanishNumber(failed)} segmento(s), así que no hay nada comprobado. Ejecute de nuevo para continuar.`
    const [expected, loaded, seen] = [
      count(details, 'expected'),
      count(details, 'loaded'),
      count(details, 'seen'),
    ]
    if (expected === undefined) return undefined
    if (green) {
      const refused = expected - (loaded ?? expected)
      const but = refused === 0 ? '' : `, salvo ${spanishNumber(refused)} que no se pudieron guardar`
      return `los ${spanishNumber(expected)} registros están en la tabla${but}.`
    }
    return details['stable'] === true
      ? `QuickBooks cuenta ${spanishNumber(expected)} registros, la tabla tiene ${spanishNumber(loaded)} y esta ejecución leyó ${spanishNumber(seen)} de ellos.`
      : 'la empresa no dejó de cambiar mientras se contaba, así que aún no hay nada comprobado. Ejecute de nuevo en una hora más tranquila.'
  },
  rejects(details, green) {
    const [open, acknowledged, saved] = [
      count(details, 'open'),
      count(details, 'acknowledged'),
      count(details, 'saved'),
    ]
    if (green) return 'ningún registro fue rechazado.'
    return open === undefined
      ? undefined
      : `${spanishNumber(open)} registro(s) no se pudieron guardar, ${spanishNumber(acknowledged)} más ya fueron reconocidos y ${spanishNumber(saved)} se guardaron con caracteres sustituidos. Vea qb_rejects.`
  },
  window: (details, green) =>
    green
      ? 'cada registro está en su ventana.'
      : `hay registros fuera de su ventana, por ejemplo Id ${entries(details, 'ids').slice(0, 5).join(', ')}. Por favor, repórtelo.`,
  totals: (details, green) =>
    green
      ? 'cada total es la suma de sus líneas e impuestos.'
      : `${spanishNumber(count(details, 'count'))} total(es) no son subtotal − descuento + impuestos, por ejemplo Id ${entries(details, 'ids').slice(0, 5).join(', ')}.`,
  references(details, green) {
    if (green) return 'todos los clientes e ítems mencionados están en las tablas.'
    const absent = [
      ['cliente', entries(details, 'Customer')] as const,
      ['ítem', entries(details, 'Item')] as const,
    ].filter(([, ids]) => ids.length > 0)
    return absent.length === 0
      ? undefined
      : `menciona lo que no está en las tablas: ${absent.map(([name, ids]) => `${name} ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ' …' : ''}`).join('; ')}. Una fecha de inicio anterior para clientes e ítems los trae.`
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
    return `${spanishNumber(count(details, 'count'))} ventana(s) se apartan de sus vecinas: ${listed.join('; ')}.`
  },
}
