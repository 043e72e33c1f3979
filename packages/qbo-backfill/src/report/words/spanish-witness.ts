import { missingRowText, type MissingRow } from '../../verdict/missing-row.js'
import { count, entries, type Details } from './check-details.js'
import { groupedAmount } from './grouped-amount.js'
import { spanishNumber } from './spanish-number.js'
import { spanishCount } from './spanish-page.js'
import { spanishReason } from './spanish-statements.js'

/** What QuickBooks' own reports say of an entity, in Spanish. */
export function spanishWitness(details: Details): string | undefined {
  const transactions = count(details, 'transactions')
  if (transactions === undefined) return undefined
  const deleted = count(details, 'deleted') ?? 0
  const reason = details['noAmounts']
  const sum =
    typeof details['sum'] === 'string'
      ? `, suma ${groupedAmount(details['sum'], '.', ',')} ${String(details['currency'])}`.trimEnd()
      : ''
  const gone =
    deleted > 0
      ? `; ${spanishCount(deleted, 'registro')} se ${deleted === 1 ? 'había' : 'habían'} eliminado en QuickBooks sin aviso`
      : ''
  const but = typeof reason === 'string' ? `; no se compararon los montos: ${spanishReason(reason)}` : ''
  const said = differences(details)
  return said.length === 0
    ? `${ofTransactions(transactions)}${sum}, como en el reporte propio de QuickBooks${gone}${but}.`
    : `${said.join('; ')}${gone}${but}.`
}

function differences(details: Details): readonly string[] {
  const of = (name: string): number => count(details, name) ?? 0
  const [lost, found, untold, open] = [of('lost'), of('found'), of('gone'), of('open')]
  const [doubtful, unanswered, differing] = [of('doubtful'), of('unanswered'), of('differing')]
  // The number has those in it that were not looked up, or not answered for.
  const unlisted = Math.max(0, of('unlisted') - open - unanswered)
  const named = (name: string): string => {
    const rows = entries(details, name).slice(0, 3) as readonly MissingRow[]
    return rows.length === 0 ? '' : `, por ejemplo ${rows.map(missingRowText).join('; ')}`
  }
  const [first] = entries(details, 'differingRows') as readonly Readonly<Record<string, string>>[]
  const parts = [
    [
      lost,
      `el reporte propio de QuickBooks muestra ${ofTransactions(lost)} que no se ${lost === 1 ? 'pudo' : 'pudieron'} leer por su Id o guardar${named('lostRows')}`,
    ],
    [
      found,
      details['onlyLooked'] === true
        ? `el reporte propio de QuickBooks muestra ${ofTransactions(found)} que no ${found === 1 ? 'está' : 'están'} en la tabla${named('foundRows')}`
        : `${spanishCount(found, 'registro')} que ninguna consulta había mostrado${named('foundRows')} ya ${found === 1 ? 'está' : 'están'} en la tabla`,
    ],
    [
      untold,
      `${spanishCount(untold, 'registro')} ya no ${untold === 1 ? 'existe' : 'existen'} en QuickBooks, que no lo había informado${named('goneRows')}`,
    ],
    [
      unlisted,
      `el reporte propio de QuickBooks no muestra ${spanishCount(unlisted, 'registro')} que sí entrega por su Id${named('unlistedRows')}`,
    ],
    [
      doubtful,
      `QuickBooks ya no entrega por su Id ${spanishCount(doubtful, 'registro')}${named('doubtfulRows')}, y no ha informado que se ${doubtful === 1 ? 'haya eliminado: sigue' : 'hayan eliminado: siguen'} en la tabla`,
    ],
    [
      unanswered,
      `QuickBooks no responde por el Id de ${spanishCount(unanswered, 'registro')}${named('unansweredRows')}, así que no se sabe si ${unanswered === 1 ? 'ya no existe' : 'ya no existen'}`,
    ],
    [
      open,
      `hay ${spanishCount(open, 'registro')} más que ese reporte no muestra y que no se ${open === 1 ? 'ha' : 'han'} buscado por su Id`,
    ],
    [
      differing,
      `${differing === 1 ? 'difiere el monto de 1' : `difieren los montos de ${spanishNumber(differing)}`}, por ejemplo Id ${first?.['id'] ?? ''}: ${first?.['reported'] ?? ''} en el reporte propio de QuickBooks y ${first?.['stored'] ?? ''} en la tabla`,
    ],
  ] as const
  return parts.flatMap(([rows, text]) => (rows > 0 ? [text] : []))
}

function ofTransactions(transactions: number): string {
  return spanishCount(transactions, 'transacción', 'transacciones')
}
