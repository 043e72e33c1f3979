import { spanishSync, spanishVerify } from './spanish-aftercare.js'
import { entityNoun, entityTitle } from './entity-names.js'
import { spanishCheckMessage } from './spanish-check-message.js'
import { spanishNumber } from './spanish-number.js'
import { spanishCount, spanishDate, spanishInstant, spanishPage } from './spanish-page.js'
import { spanishStatements } from './spanish-statements.js'
import { withoutEntity } from './without-entity.js'
import type { EvidenceWords } from './words.js'

const records = spanishPage.records

export const spanish: EvidenceWords = {
  ...spanishPage,
  ...spanishStatements,
  verify: spanishVerify,
  sync: spanishSync,
  language: 'es',
  entities: {
    title: 'Cómo cuadran los números',
    help: 'Leídos son los registros que QuickBooks entregó a esta corrida. Comprobados, los que QuickBooks cuenta, la tabla tiene y la corrida leyó, todos por igual.',
    head: ['Entidad', 'Estado', 'Cómo cuadra', 'Monto', 'Reporte propio de QuickBooks'],
    notCounted: 'sin contar, porque no se pudo leer hasta el final',
    agrees: (transactions) => `cuadra, ${spanishCount(transactions, 'transacción', 'transacciones')}`,
    agreesById: (transactions) =>
      `cuadra por Id, ${spanishCount(transactions, 'transacción', 'transacciones')}; los montos no se compararon`,
    agreesSince: (transactions, found) =>
      `cuadra, ${spanishCount(transactions, 'transacción', 'transacciones')}, ${spanishNumber(found)} de ellas ${found === 1 ? 'leída' : 'leídas'} gracias a él`,
    differs: 'no cuadra, vea abajo',
    notAsked: '–',
  },
  findings: {
    title: { red: 'Qué falta y qué hacer', yellow: 'Qué conviene revisar' },
    head: ['Documento', 'Fecha', 'Cliente o nombre', 'Monto', 'Id', 'QuickBooks'],
    open: 'Abrir',
    toDo: 'Qué hacer:',
    nothingToDo: 'Nada. Las consultas de QuickBooks lo ocultaban y su reporte no; se leyó por su Id.',
    more: (rows) => `${spanishNumber(rows)} más`,
    unlisted: (rows) => `Y ${spanishNumber(rows)} más que aquí no se ${rows === 1 ? 'nombra' : 'nombran'}.`,
    states: {
      missing: 'Faltan en la tabla',
      open: 'Sin guardar',
      acknowledged: 'No están como llegaron; reconocidos',
      saved: 'Guardados con caracteres sustituidos',
    },
    drifts: {
      appeared: 'Nuevo en QuickBooks',
      changed: 'Cambió en QuickBooks',
      left: 'Ya no está en QuickBooks, o salió del período',
    },
    amounts: (reported, stored) => `${reported} en el reporte de QuickBooks, ${stored} en la tabla`,
    names: (entity, id) => `menciona ${entityNoun(entity, 'es').one} ${id}`,
  },
  months: {
    title: 'Mes a mes',
    help: 'Lo que hay en la tabla, por mes. Solo lleva color lo que difiere de lo que QuickBooks cuenta o muestra.',
    amounts: (currency) =>
      `Los montos van sin signo${currency === '' ? '' : `, en ${currency}`}, y son de las transacciones que se compararon con el reporte propio de QuickBooks.`,
    month: 'Mes',
    total: 'Total',
    lookInto: 'Ver el detalle de los meses',
    typesHead: [
      'Tipo',
      'En el reporte de QuickBooks',
      'En la tabla',
      'Diferencia',
      'Suma en el reporte de QuickBooks',
      'Suma en la tabla',
      'Diferencia de sumas',
    ],
    windows: 'Ventanas con registros',
    differing: 'Ventanas que difieren',
    windowHead: ['Desde', 'Hasta, sin incluir', 'Esperados', 'En la tabla', 'Diferencia'],
    elsewhere: 'Todas las ventanas, con sus cifras, están en volumetry.csv.',
  },
  witness: {
    title: 'Junto a los reportes propios de QuickBooks',
    head: [
      'Tipo',
      'Transacciones en el reporte de QuickBooks',
      'En la tabla',
      'Diferencia',
      'Suma en el reporte de QuickBooks',
      'Suma en la tabla',
      'Diferencia de sumas',
    ],
    help: (currency) =>
      `Transacciones de todo el período que no habían cambiado desde que empezó la comprobación. Para ver la misma cifra en QuickBooks: Reportes, Lista de transacciones por fecha, con este tipo y estas fechas. Las sumas van sin signo${currency === '' ? '' : `, en ${currency}`}. Por mes: más abajo, y en witness.csv. QuickBooks puede registrar una transacción en otro mes que el de su fecha.`,
  },
  before: {
    title: 'Frente a la corrida anterior',
    help: (finished, range) => `La corrida que terminó el ${finished}, de ${range}.`,
    head: ['Entidad', 'Antes', 'Ahora', 'Cambio', 'Estado anterior', 'Estado actual'],
    fresh: 'Nuevo:',
    gone: 'Ya no ocurre:',
    same: 'Los mismos hallazgos que antes.',
  },
  checks: {
    title: 'Comprobaciones',
    allHold: (checks) =>
      checks === 1
        ? 'La única comprobación se cumple'
        : `Se cumplen las ${spanishNumber(checks)} comprobaciones`,
    someHold: (checks) =>
      checks === 1
        ? 'Otra comprobación se cumple'
        : `Otras ${spanishNumber(checks)} comprobaciones se cumplen`,
    names: {
      proof: 'Integridad',
      deletions: 'Eliminaciones',
      visible: 'Registros ocultos',
      rows: 'Examen de los registros',
      rejects: 'Registros rechazados',
      witness: 'Reportes propios de QuickBooks',
      window: 'Ventanas',
      totals: 'Totales de facturas',
      references: 'Referencias',
      fields: 'Campos',
      volumetry: 'Volumetría',
    },
    expected: {
      proof: 'La tabla, QuickBooks y esta corrida tienen la misma cantidad',
      deletions: 'Se conocen todas las eliminaciones',
      visible: 'QuickBooks no nos oculta ninguno',
      rows: 'Se pueden examinar todos',
      rejects: 'Ninguno',
      witness: 'Las mismas transacciones y montos',
      window: 'Cada registro está en su ventana',
      totals: 'Total = subtotal − descuento + impuestos',
      references: 'Está todo lo que se menciona',
      fields: 'Ninguno nunca visto antes',
      volumetry: 'Ninguna ventana se aparta',
    },
    head: ['Comprobación', 'Entidad', 'Estado', 'Observado', 'Esperado'],
  },
  checkMessage: (check) => withoutEntity(spanishCheckMessage(check), check.entity),
  notice: (notice) =>
    notice.kind === 'cut'
      ? `${entityTitle(notice.entity, 'es')}: se leyó hasta el ${spanishInstant(notice.readTo)} y no hasta el ${spanishInstant(notice.askedTo)}, porque lo más reciente aún no está asentado en QuickBooks. Ejecute de nuevo para obtenerlo.`
      : `${entityTitle(notice.entity, 'es')}: las transacciones llevan fecha sin hora, así que el período se amplió a días completos de ${notice.timeZone}: del ${spanishDate(notice.first)} al ${spanishDate(notice.end)}, este último no incluido.`,
  outside: {
    title: 'El período y lo que queda fuera',
    none: (entity, total) =>
      `${entity}: no queda nada fuera. El período abarca todo lo que hay en QuickBooks (${records(total)}).`,
    some: (entity, count, total) =>
      `${entity}: ${spanishNumber(count)} de los ${records(total)} que había en QuickBooks al planificar la corrida ${count === 1 ? 'queda' : 'quedan'} fuera del período.`,
    dropped: (entity, count) =>
      `${entity}: QuickBooks envió ${records(count)} que no se ${count === 1 ? 'había pedido; se descartó' : 'habían pedido; se descartaron'}.`,
  },
  appendix: {
    title: 'Anexo técnico',
    facts: {
      realm: 'Empresa (realm)',
      from: 'Inicio del período',
      to: 'Fin del período',
      settledBefore: 'Comprobado al',
      started: 'Inicio de la corrida',
      finished: 'Fin de la corrida',
      apiCalls: 'Llamadas a la API',
      duration: 'Duración del último tramo',
      attempts: 'Arranques',
      run: 'Corrida',
      program: 'Programa',
      hash: 'SHA-256 de report.json',
    },
    notIncluded: 'no incluido',
    counters: {
      title: 'Qué pasó con los registros',
      head: [
        'Entidad',
        'En QuickBooks',
        'En la tabla',
        'Insertados',
        'Actualizados',
        'Sin cambios',
        'Anteriores a lo guardado',
        'Rechazados',
        'Llamadas',
        'Segundos',
      ],
    },
  },
  activity: {
    title: 'Llamadas en el tiempo',
    pages: 'páginas leídas',
    failures: 'peticiones fallidas',
    help: (apiCalls, pages, failures) =>
      `${spanishCount(apiCalls, 'llamada')} a la API: ${spanishCount(pages, 'página leída', 'páginas leídas')}, ${spanishCount(failures, 'petición fallida', 'peticiones fallidas')} y, el resto, recuentos y consultas de cambios.`,
    caption: (most, step) => `Una barra ${step}; la más alta, ${spanishNumber(most)}. Horas en UTC.`,
    step: (seconds) => `cada ${spanishSpan(seconds)}`,
    bar: (at, pages, failures) =>
      `${at}: ${spanishCount(pages, 'página')}, ${spanishCount(failures, 'fallida')}`,
  },
  failures: { title: 'Peticiones fallidas', head: ['Código', 'Veces'] },
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
  index: {
    title: 'Corridas',
    all: (runs) => spanishCount(runs, 'corrida'),
    latest: (started) => `Así terminó la última corrida terminada, que empezó el ${started}.`,
    none: 'Todavía no ha terminado ninguna corrida.',
    kept: 'Verificaciones y sincronizaciones',
    keptHead: ['Cuándo', 'Qué', 'Período', 'Entidades', 'Estado', 'Hallazgos', 'Llamadas a la API'],
    kinds: { verify: 'Verificación', sync: 'Sincronización' },
    head: ['Inicio', 'Período', 'Entidades', 'Estado', 'Hallazgos', 'Llamadas a la API', 'Corrida'],
    states: { running: 'sin terminar', failed: 'sin leer hasta el final', expired: 'abandonada' },
  },
  files:
    'Junto a esta página: report.json (todo el detalle, para programas), volumetry.csv y witness.csv (para hojas de cálculo) y manifest.json (el SHA-256 de cada archivo y de los registros).',
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
  return count === 1 ? name : spanishCount(count, name)
}
