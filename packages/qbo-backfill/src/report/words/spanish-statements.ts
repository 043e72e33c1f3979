import { entityNoun, entityTitle } from './entity-names.js'
import { spanishNumber } from './spanish-number.js'
import type { StatementWords } from './statement-words.js'

const noun = (entity: string, count: number): string => {
  const { one, many: several } = entityNoun(entity, 'es')
  return `${spanishNumber(count)} ${count === 1 ? one : several}`
}
const many = (entity: string): string => entityNoun(entity, 'es').many

const leftOutReasons: Readonly<Record<string, string>> = {
  QBO_FEATURE_UNAVAILABLE: 'el plan de QuickBooks de esta empresa no lo incluye',
  QBO_FORBIDDEN: 'el usuario que conectó la empresa no tiene permiso para leerlo',
  QBO_QUERY_INVALID: 'esta empresa no lo conoce',
}

export const spanishStatements: StatementWords = {
  verdict: {
    complete: (what, range) => `${what} de ${range}: todo está en la tabla.`,
    mostly: (what, range) =>
      `${what} de ${range} están en la tabla, salvo los que no se pudieron guardar y fueron reconocidos.`,
    others: (entities, records) =>
      `${spanishNumber(records)} registros de otras ${spanishNumber(entities)} entidades`,
    nothing: (range) => `QuickBooks no tiene registros de ${range}, y la tabla tampoco.`,
    agrees: (toTheCent, sums) =>
      toTheCent && sums !== ''
        ? `El reporte propio de QuickBooks cuadra al centavo: ${sums}.`
        : 'El reporte propio de QuickBooks muestra las mismas transacciones.',
    sumOf: (entity, sum) => `${sum} en ${many(entity)}`,
    points: (points) =>
      points === 1
        ? 'Hay un punto que conviene revisar.'
        : `Hay ${spanishNumber(points)} puntos que conviene revisar.`,
    missing: (missing, total, entity) =>
      `${missing === 1 ? 'Falta' : 'Faltan'} ${spanishNumber(missing)} de ${noun(entity, total)}.`,
    notStored: (records, entity) =>
      `No se ${records === 1 ? 'pudo' : 'pudieron'} guardar ${noun(entity, records)}.`,
    unread: (entities) => `No hay nada comprobado sobre ${entities}: no se pudieron leer hasta el final.`,
    lost: (records, entity) =>
      `El reporte propio de QuickBooks muestra ${noun(entity, records)} que no se ${records === 1 ? 'pudo' : 'pudieron'} leer o guardar.`,
    wrong: (entities) => `Hay una comprobación que no se cumple en ${entities}.`,
    rest: (entities) => `Sin faltantes: ${entities}.`,
  },
  basis: {
    title: 'En qué se apoya',
    counted: (entities, at) =>
      `Lo que cuenta QuickBooks, lo que hay en la tabla y lo que leyó esta corrida son la misma cantidad, sin cambios entretanto, al ${at}: ${entities}.`,
    witnessed: (entities) =>
      `El reporte TransactionList de QuickBooks, un motor distinto del de sus consultas, muestra las mismas transacciones, comparadas una a una por su Id y su monto: ${entities}.`,
    byId: (entities) =>
      `El mismo reporte, comparado solo por Id, porque muestra el monto de una línea y no el del total: ${entities}.`,
    idsAlone: (entities) => `El reporte TransactionList de QuickBooks, comparado solo por Id: ${entities}.`,
    holds: (claims) => `Además: ${claims}.`,
    claims: {
      rejects: 'ningún registro fue rechazado',
      window: 'cada registro está en su ventana',
      totals: 'el total de cada factura es la suma de sus líneas e impuestos',
      references: 'están todos los clientes y artículos que mencionan las facturas',
      fields: 'no hay campos nuevos',
      volumetry: 'ninguna ventana se aparta de sus vecinas',
    },
  },
  unknown: {
    title: 'Qué no se sabe',
    changed: (records, at) =>
      `Cambios en QuickBooks después del ${at}, mientras se ejecutaba esta corrida: ${records}. Están en la tabla como se leyeron entonces; los comprueba la próxima corrida o sincronización.`,
    notAsked: (entities) => `No se consultaron los reportes propios de QuickBooks sobre ${entities}.`,
    noReport: (entities) =>
      `Ningún reporte de QuickBooks los muestra uno a uno, así que se apoyan solo en sus consultas: ${entities}.`,
    notWitnessed: (entities, reason) =>
      `Los reportes propios de QuickBooks no dicen nada de ${entities}: ${reason}.`,
    noAmounts: (entities, reason) => `No se compararon los montos de ${entities}: ${reason}.`,
    reason: spanishReason,
    deletions: (entities) =>
      `QuickBooks no informa todas las eliminaciones desde que empezó la corrida: la tabla puede conservar un registro que ya no existe allí (${entities}).`,
    visible: (entities) => `No se pudo averiguar si QuickBooks oculta registros inactivos de ${entities}.`,
    undated: (entities) =>
      `Los registros sin fecha de creación no pertenecen a ningún período y no están en la tabla: ${entities}.`,
    leftOut: (entity, code) =>
      `${entityTitle(entity, 'es')}: quedó fuera, porque ${leftOutReasons[code] ?? `QuickBooks lo rechaza (${code})`}.`,
    unloaded: (types) =>
      `El reporte propio de QuickBooks muestra transacciones que no están en ninguna tabla: ${types}.`,
    always:
      'No se comparan los saldos de las cuentas: los movimientos contables no están en ningún registro que QuickBooks entregue.',
  },
  sum: {
    read: (count) => `${spanishNumber(count)} ${count === 1 ? 'leído' : 'leídos'}`,
    proved: (count) => `${spanishNumber(count)} ${count === 1 ? 'comprobado' : 'comprobados'}`,
    changed: (count, time) =>
      `${spanishNumber(count)} ${count === 1 ? 'cambió' : 'cambiaron'} después de las ${time}`,
    missing: (count) => `${spanishNumber(count)} ${count === 1 ? 'falta' : 'faltan'}`,
    refused: (count) => `${spanishNumber(count)} sin guardar`,
    left: (count) =>
      count < 0
        ? `${spanishNumber(-count)} sin leer`
        : `${spanishNumber(count)} ${count === 1 ? 'salió' : 'salieron'} del período después`,
    found: (count) =>
      `${spanishNumber(count)} que solo ${count === 1 ? 'mostraba' : 'mostraban'} el reporte de QuickBooks`,
  },
  actions: {
    proof:
      'Ejecute otra vez el mismo comando: vuelve a leer lo que está en rojo. Si después faltan los mismos registros, ábralos en QuickBooks y repórtelo.',
    rejects:
      'Véalos con «qbo-backfill rejects list». «rejects replay» intenta guardarlos otra vez; «rejects acknowledge» deja constancia de que pueden faltar, y de quién lo dice.',
    deletions: 'Ejecute otra vez el período: así se conocen todas las eliminaciones desde esta corrida.',
    visible: 'Ejecute otra vez el período. Si se repite, por favor repórtelo.',
    witness:
      'Abra algunas en QuickBooks. Ejecute otra vez el período: lo que el reporte muestra y la tabla no tiene se vuelve a leer. Las transacciones anuladas o sin monto no aparecen en ningún reporte.',
    rows: 'Por favor, repórtelo con el mensaje de arriba.',
    window:
      'Abra uno en QuickBooks y revise su fecha. Ejecute otra vez el período; si se repite, por favor repórtelo.',
    totals:
      'Ábralas en QuickBooks: la tabla tiene exactamente lo que dice QuickBooks, así que una suma que aquí no cuadra tampoco cuadra allí.',
    references:
      'Cargue los clientes y artículos desde una fecha anterior: el mismo comando con una --fecha-inicio anterior, para esas entidades.',
    fields:
      'No se pierde nada: están en el payload. Avise a quienes consultan las tablas que ahora hay más datos.',
    volumetry: 'Pregunte a quienes llevan la contabilidad si en esas fechas fue así.',
  },
  otherAction: 'Esta comprobación la agregó quien opera este programa; consúltele.',
}

/** The engine's reasons, and what of them is an error's message of QuickBooks or its client stays as it is. */
export function spanishReason(text: string): string {
  const known: Readonly<Record<string, string>> = {
    'no report of QuickBooks lists it': 'ningún reporte de QuickBooks los muestra',
    'its range is empty': 'el período no tiene días',
    'its rows are not proved': 'sus registros no están comprobados',
    'this source has no reports': 'este origen no tiene reportes',
    'the report shows none': 'el reporte no los muestra',
  }
  return (
    known[text] ??
    text
      .replace(/^the reports are in several currencies/u, 'los reportes están en varias monedas')
      .replace(
        /^the report is in (\S+), and the company's currency is (\S+)$/u,
        'el reporte está en $1 y la moneda de la empresa es $2',
      )
  )
}
