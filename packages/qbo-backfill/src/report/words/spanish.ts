import type { EvidenceWords } from './words.js'
import { spanishNumber } from './spanish-number.js'
import { spanishCheckMessage } from './spanish-check-message.js'

const rows = (count: number): string => `${spanishNumber(count)} ${count === 1 ? 'registro' : 'registros'}`
const date = (text: string): string => text.split('-').reverse().join('/')
const instant = (text: string): string => `${date(text.slice(0, 10))} ${text.slice(11, 19)} UTC`

export const spanish: EvidenceWords = {
  language: 'es',
  title: 'Carga histórica de QuickBooks Online',
  status: { green: 'Verde', yellow: 'Amarillo', red: 'Rojo', unknown: 'Sin comprobar' },
  verdict: {
    green: 'La información está completa y todas las comprobaciones se cumplen.',
    yellow: 'No hay errores. Hay puntos que conviene revisar.',
    red: 'Falta información o hay errores. Revise los puntos en rojo.',
  },
  facts: {
    company: 'Empresa',
    from: 'Fecha de inicio',
    to: 'Fecha de fin',
    zone: 'Zona horaria',
    settledBefore: 'Comprobado al',
    started: 'Inicio de la ejecución',
    finished: 'Fin de la ejecución',
    apiCalls: 'Llamadas a la API',
    duration: 'Duración del último tramo',
    attempts: 'Arranques',
    run: 'Ejecución',
  },
  notIncluded: 'no incluida',
  entities: {
    title: 'Resultado',
    head: [
      'Entidad',
      'Estado',
      'En QuickBooks',
      'En la tabla',
      'Insertados',
      'Actualizados',
      'Sin cambios',
      'Rechazados',
      'Llamadas',
    ],
    help: '«En QuickBooks» son los registros del período que QuickBooks cuenta y que no han cambiado desde que empezó la comprobación; «En la tabla» es ese mismo conjunto en su base de datos.',
  },
  checks: {
    title: 'Comprobaciones',
    names: {
      proof: 'Integridad',
      rejects: 'Registros rechazados',
      window: 'Ventanas',
      totals: 'Totales de facturas',
      references: 'Referencias',
      fields: 'Campos',
      volumetry: 'Volumetría',
    },
  },
  checkMessage: spanishCheckMessage,
  notices: 'Sobre el período',
  notice: (notice) =>
    notice.kind === 'cut'
      ? `${notice.entity}: se leyó hasta el ${instant(notice.readTo)} y no hasta el ${instant(notice.askedTo)}, porque lo más reciente aún no está asentado en QuickBooks. Ejecute de nuevo para obtenerlo.`
      : `${notice.entity}: las transacciones llevan fecha sin hora, así que el período se amplió a días completos de ${notice.timeZone}: del ${date(notice.first)} al ${date(notice.end)}, este último no incluido.`,
  volumetry: {
    title: 'Registros por ventana',
    help: 'Cada barra tiene el color del estado de su entidad. Todas las ventanas, con sus cifras, están en volumetry.csv.',
    heading: (entity, count, windows) => `${entity}: ${rows(count)} en ${spanishNumber(windows)} ventanas`,
    units: {
      window: 'ventana',
      week: 'semana',
      month: 'mes',
      quarter: 'trimestre',
      year: 'año',
    },
    caption: (most, unit) => `Una barra por ${unit}; la más alta, ${rows(most)}.`,
    trimmed: (before, after) =>
      `No se dibujan las ventanas vacías: ${[
        ...(before > 0 ? [`${spanishNumber(before)} antes del primer registro`] : []),
        ...(after > 0 ? [`${spanishNumber(after)} después del último`] : []),
      ].join(', ')}.`,
    bar: (first, count) => `${first}: ${rows(count)}`,
  },
  activity: {
    title: 'Llamadas en el tiempo',
    pages: 'páginas leídas',
    failures: 'peticiones fallidas',
    help: (apiCalls, pages, failures) =>
      `${spanishNumber(apiCalls)} llamadas a la API: ${spanishNumber(pages)} páginas leídas, ${spanishNumber(failures)} peticiones fallidas y, el resto, recuentos y consultas de cambios.`,
    caption: (most, step) => `Una barra ${step}; la más alta, ${spanishNumber(most)}. Horas en UTC.`,
    step: (seconds) => `cada ${spanishSpan(seconds)}`,
    bar: (at, pages, failures) =>
      `${at}: ${spanishNumber(pages)} páginas, ${spanishNumber(failures)} fallidas`,
  },
  failures: { title: 'Peticiones fallidas', head: ['Código', 'Veces'] },
  outside: {
    title: 'Fuera del período',
    none: (entity, total) =>
      `${entity}: nada. El período abarca todo lo que hay en QuickBooks (${rows(total)}).`,
    some: (entity, count, total) =>
      `${entity}: ${spanishNumber(count)} de los ${rows(total)} que había en QuickBooks al planificar la ejecución.`,
    dropped: (entity, count) =>
      `${entity}: QuickBooks envió ${rows(count)} que no se habían pedido; se descartaron.`,
  },
  segments: {
    title: 'Segmentos',
    head: ['Segmento', 'Entidad', 'Leído por', 'Previstos', 'Leídos', 'Páginas', 'Situación'],
    kinds: {
      transaction: 'fecha de la transacción',
      created: 'fecha de creación',
      updated: 'fecha de última modificación',
      everything: 'lectura completa',
    },
    states: { pending: 'pendiente', running: 'en curso', done: 'terminado', failed: 'fallido' },
  },
  files:
    'Junto a esta página: report.json (todo el detalle, para programas) y volumetry.csv (para hojas de cálculo).',
  number: spanishNumber,
  seconds: (milliseconds) => `${spanishNumber(milliseconds / 1000, 1)} s`,
  date,
  instant,
}

function spanishSpan(seconds: number): string {
  const [size, name] =
    seconds < 60
      ? [1, 'segundo']
      : seconds < 3600
        ? [60, 'minuto']
        : seconds < 86_400
          ? [3600, 'hora']
          : [86_400, 'día']
  const count = Math.round(seconds / size)
  return count === 1 ? name : `${count} ${name}s`
}
