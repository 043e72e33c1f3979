import { groupedAmount } from './grouped-amount.js'
import type { PageWords } from './page-words.js'
import { spanishNumber } from './spanish-number.js'

const monthNames = [
  'ene',
  'feb',
  'mar',
  'abr',
  'may',
  'jun',
  'jul',
  'ago',
  'sep',
  'oct',
  'nov',
  'dic',
] as const

/** `1 registro`, `2 registros` */
export function spanishCount(count: number, one: string, many = `${one}s`): string {
  return `${spanishNumber(count)} ${count === 1 ? one : many}`
}

export function spanishDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-')
  return `${Number(day)} ${monthNames[Number(month) - 1] ?? month} ${year}`
}

export function spanishInstant(instant: string): string {
  return `${spanishDate(instant.slice(0, 10))}, ${instant.slice(11, 16)} UTC`
}

/** Before a word that sounds like i, «y» becomes «e». */
function list(items: readonly string[]): string {
  const last = items.at(-1) ?? ''
  if (items.length < 2) return last
  const and = /^h?i(?![aeou])/iu.test(last) ? 'e' : 'y'
  return `${items.slice(0, -1).join(', ')} ${and} ${last}`
}

export const spanishPage: PageWords = {
  title: 'QuickBooks Online en su base de datos',
  company: (realmId) => `Empresa ${realmId}`,
  sandbox: 'empresa de pruebas (sandbox)',
  contents: 'En esta página',
  status: { green: 'Verde', yellow: 'Amarillo', red: 'Rojo', unknown: 'Sin comprobar' },
  times: (zone) => (zone === 'UTC' ? 'Las horas son UTC.' : `Las horas son de ${zone}, salvo que digan UTC.`),
  sign: { title: 'Visto y conforme', lines: ['Elaborado por', 'Revisado por'] },
  page: { page: 'Página', of: 'de', run: 'Corrida' },
  number: spanishNumber,
  amount: (value) => (value === null ? '–' : groupedAmount(value, '.', ',')),
  seconds: (milliseconds) => `${spanishNumber(milliseconds / 1000, 1)} s`,
  date: spanishDate,
  monthOf: (month) => `${monthNames[Number(month.slice(5, 7)) - 1] ?? ''} ${month.slice(0, 4)}`,
  monthNames,
  instant: spanishInstant,
  list,
  records: (count) => spanishCount(count, 'registro'),
}
