import type { Check } from '../../verdict/check.js'
import type { SyncWords, VerifyWords } from './aftercare-words.js'
import { entityNoun } from './entity-names.js'
import { spanishCheckMessage } from './spanish-check-message.js'
import { spanishNumber } from './spanish-number.js'
import { spanishCount, spanishInstant, spanishPage } from './spanish-page.js'
import { withoutEntity } from './without-entity.js'

const noun = (entity: string, count: number): string => {
  const { one, many } = entityNoun(entity, 'es')
  return `${spanishNumber(count)} ${count === 1 ? one : many}`
}

const rejects =
  'Véalos con «qbo-backfill rejects list». «rejects replay» intenta guardarlos otra vez; «rejects acknowledge» deja constancia de que pueden faltar, y de quién lo dice.'
const readAgain = 'Lea otra vez el período con «qbo-backfill run».'

type Details = Check['details']

function numberIn(details: Details, name: string): number {
  const value = details[name]
  return typeof value === 'number' ? value : 0
}

function instantIn(details: Details, name: string): string {
  const value = details[name]
  return typeof value === 'string' ? spanishInstant(value) : ''
}

/** A check in the words of its kind of report; what those do not have is said as a run says it. */
function messageBy(sentences: Readonly<Record<string, (details: Details) => string>>) {
  return (check: Check): string =>
    sentences[check.name]?.(check.details) ?? withoutEntity(spanishCheckMessage(check), check.entity)
}

export const spanishVerify: VerifyWords = {
  subtitle: (range, at) => (at === '' ? `Verificación de ${range}` : `Verificación de ${range}, el ${at}`),
  verdict: {
    same: (what, range) =>
      `${what} de ${range}: todo lo que comprobaron las corridas está en la tabla, y QuickBooks tiene lo mismo.`,
    there: (what, range) => `${what} de ${range}: todo lo que comprobaron las corridas está en la tabla.`,
    moved: ({ appeared, changed, left }) =>
      `QuickBooks ha cambiado desde entonces: ${spanishCount(appeared, 'nuevo')}, ${spanishCount(changed, 'modificado')}, ${spanishCount(left, 'eliminado')}.`,
    missing: (records, entity) =>
      `${noun(entity, records)} que una corrida había comprobado no ${records === 1 ? 'está' : 'están'} en la tabla como entonces.`,
    different: (records, compared, entity) =>
      `${spanishNumber(records)} de ${noun(entity, compared)} que se compararon por completo ${records === 1 ? 'difiere' : 'difieren'} de QuickBooks.`,
    listed: (records, entity) =>
      `El reporte propio de QuickBooks muestra ${noun(entity, records)} que la tabla no tiene.`,
  },
  basis: {
    compared: (entities) =>
      `Cada registro del período que QuickBooks muestra se buscó en la tabla, por su Id y versión; en entidades de más de 16.000 filas, solo donde el recuento de QuickBooks difiere del de la tabla: ${entities}.`,
    deep: (equal, compared, entity) =>
      `Elegidos al azar, leídos de nuevo y comparados por completo: ${spanishNumber(equal)} de ${noun(entity, compared)} ${equal === 1 ? 'es igual' : 'son iguales'} hasta el último carácter.`,
    onlyRead: 'No se escribió nada en las tablas.',
  },
  noPayloads:
    'No se comparó el contenido de los registros: la misma versión se da por el mismo registro. Con «--deep 50» se comparan otros tantos por completo.',
  head: [
    'Entidad',
    'Estado',
    'En QuickBooks',
    'En la tabla',
    'Difieren de lo comprobado',
    'Nuevos',
    'Modificados',
    'Eliminados',
  ],
  headHelp:
    '«En QuickBooks» y «En la tabla» cuentan lo que no ha cambiado desde la corrida; las columnas siguientes, lo que difiere registro por registro.',
  windows: {
    title: 'Dónde están las diferencias',
    first: 'Las primeras 100 ventanas de cada entidad.',
    head: ['Desde', 'Hasta, sin incluir', 'Difieren de lo comprobado', 'Nuevos', 'Modificados', 'Eliminados'],
  },
  facts: { at: 'Consultado, según el reloj de QuickBooks', runs: 'Comparado con la corrida' },
  names: {
    proved: 'No está como se comprobó',
    unseen: 'QuickBooks no lo muestra',
    unanswered: 'No se pudo buscar por Id',
    unclear: 'Sin fecha o versión legible',
    unstable: 'La tabla no estuvo quieta',
    payloads: 'Otro contenido que en QuickBooks',
    unreadable: 'No se pudo comparar por completo',
    stored: 'Registros rechazados',
    current: 'QuickBooks ha cambiado',
    newer: 'QuickBooks ha cambiado',
  },
  actions: {
    proved: readAgain,
    unseen: `Verifique otra vez; si se repite: ${readAgain} La corrida los enumera.`,
    unanswered: 'Verifique otra vez. Si se repite, por favor repórtelo.',
    unclear: readAgain,
    unstable: 'Verifique otra vez mientras no haya ninguna corrida ni sincronización en curso.',
    payloads: readAgain,
    unreadable: 'Ábralos en QuickBooks. Si se repite, por favor repórtelo.',
    stored: rejects,
    current:
      'Ponga la tabla al día con «qbo-backfill sync». Si falta alguna eliminación, la encuentra «qbo-backfill sync --sweep», o una corrida del período. Lo que cambió sin cambiar de fecha lo lee solo una corrida.',
    newer: 'Ponga la tabla al día con «qbo-backfill sync».',
    witness:
      'Abra algunas en QuickBooks. Lo que el reporte muestra y la tabla no tiene se lee con «qbo-backfill run» sobre el período; lo que ya no existe se marca con «qbo-backfill sync --sweep».',
  },
  message: messageBy({
    proved: (details) => {
      const count = numberIn(details, 'count')
      const where = Array.isArray(details['windows']) ? details['windows'].join(', ') : ''
      return `${spanishCount(count, 'registro')} que una corrida había comprobado no ${count === 1 ? 'está' : 'están'} en la tabla, o no en la versión comprobada, en las ventanas desde ${where}.`
    },
    unseen: (details) => {
      const count = numberIn(details, 'count')
      return `QuickBooks cuenta ${spanishCount(count, 'registro')} del período que no muestra o no puede entregar, así que no se sabe si la tabla ${count === 1 ? 'lo' : 'los'} tiene.`
    },
    unanswered: (details) => {
      const count = numberIn(details, 'count')
      return `QuickBooks ya no muestra ${spanishCount(count, 'fila')} de la tabla ni responde por su Id, así que no se sabe si ${count === 1 ? 'ya no existe' : 'ya no existen'} allí.`
    },
    unclear: (details) => {
      const count = numberIn(details, 'count')
      return `${spanishCount(count, 'registro')} no ${count === 1 ? 'tiene' : 'tienen'} una fecha o versión legible, aquí o en QuickBooks, así que no se sabe si la tabla conserva lo que se comprobó.`
    },
    unstable: () => 'alguien escribió en la tabla mientras se comparaba.',
    payloads: (details) => {
      const ids = Array.isArray(details['ids']) ? details['ids'].slice(0, 5).join(', ') : ''
      return `${spanishNumber(numberIn(details, 'count'))} de ${spanishCount(numberIn(details, 'compared'), 'registro')} ${numberIn(details, 'count') === 1 ? 'tiene' : 'tienen'} en la tabla otro contenido que en QuickBooks, en la misma versión, por ejemplo Id ${ids}.`
    },
    unreadable: (details) =>
      `No se pudieron comparar ${spanishNumber(numberIn(details, 'count'))} de ${spanishCount(numberIn(details, 'compared'), 'registro')}: QuickBooks los tiene y no puede entregarlos.`,
    stored: rejectedMessage,
    current: (details) => {
      const [appeared, changed, left] = ['appeared', 'changed', 'left'].map((name) =>
        numberIn(details, name),
      ) as [number, number, number]
      const parts = [
        { count: appeared, verb: appeared === 1 ? 'apareció' : 'aparecieron' },
        { count: changed, verb: changed === 1 ? 'cambió' : 'cambiaron' },
        { count: left, verb: left === 1 ? 'salió' : 'salieron' },
      ].filter(({ count }) => count > 0)
      const said = parts.map(({ count, verb }, at) =>
        at === 0 ? `${verb} ${spanishCount(count, 'registro')}` : `${verb} ${spanishNumber(count)}`,
      )
      return `En QuickBooks, desde el ${instantIn(details, 'since')}, ${spanishPage.list(said)}.`
    },
    newer: (details) =>
      `De ${spanishCount(numberIn(details, 'compared'), 'registro')}, ${spanishNumber(numberIn(details, 'newer'))} tienen una versión más nueva en QuickBooks y ${spanishNumber(numberIn(details, 'gone'))} ya no existen.`,
  }),
}

function rejectedMessage(details: Details): string {
  const count = numberIn(details, 'count')
  return `No se ${count === 1 ? 'pudo' : 'pudieron'} guardar ${spanishCount(count, 'registro')}.`
}

export const spanishSync: SyncWords = {
  subtitle: (at) => `Sincronización del ${at}`,
  verdict: {
    upToDate: (at) =>
      `Todos los cambios y eliminaciones que QuickBooks informó hasta el ${at} están en la tabla.`,
    asTold: (at) => `Lo que QuickBooks informó de sus cambios hasta el ${at} está en la tabla.`,
    brought: (inserted, updated, deleted) =>
      `La sincronización trajo ${spanishCount(inserted, 'registro nuevo', 'registros nuevos')}, ${spanishCount(updated, 'versión más nueva', 'versiones más nuevas')} y ${spanishCount(deleted, 'eliminación', 'eliminaciones')}.`,
    nothing: 'No había nada que traer.',
  },
  basis: {
    cdc: (entities, since) =>
      `Se consultó la captura de cambios (CDC) de QuickBooks, que informa cambios y eliminaciones, desde el ${since}: ${entities}.`,
    query: (entities, since) =>
      `Se pidió por consulta todo lo modificado desde el ${since}, porque la captura de cambios no lo informa todo: ${entities}.`,
    whole: (entities) => `Se leyó por completo, porque no tiene una fecha por la que consultar: ${entities}.`,
  },
  unknownDeletions: (entities) =>
    `QuickBooks no informó todas las eliminaciones: la tabla puede conservar un registro que ya no existe allí (${entities}).`,
  notBefore: 'Lo cargado antes que no ha cambiado no se volvió a mirar; eso lo hace «qbo-backfill verify».',
  methods: { cdc: 'cambios', query: 'consulta', whole: 'por completo' },
  whole: '–',
  head: [
    'Entidad',
    'Estado',
    'Se consultó por',
    'Desde',
    'Nuevos',
    'Versión más nueva',
    'Eliminados',
    'Sin cambios',
  ],
  facts: { at: 'Terminada', sync: 'Sincronización' },
  names: {
    stored: 'Registros rechazados',
    versions: 'Versiones nuevas',
    deletions: 'Eliminaciones',
    whole: 'Registros que no están como llegaron',
  },
  actions: {
    stored: rejects,
    versions: 'Sincronice otra vez.',
    deletions:
      'Cada sincronización busca algunos. Para saberlo todo de una vez: «qbo-backfill sync --sweep», o una corrida del período.',
    whole: rejects,
  },
  message: messageBy({
    stored: rejectedMessage,
    versions: (details) => {
      if (details['since'] === null)
        return 'QuickBooks cuenta otra cantidad de registros que la que mostró, así que puede faltar aquí alguno nuevo.'
      const ungiven = numberIn(details, 'ungiven')
      const why =
        ungiven === 0
          ? 'QuickBooks no dijo qué hora es'
          : `QuickBooks no entrega por su Id ${spanishCount(ungiven, 'registro modificado', 'registros modificados')}, así que aquí ${ungiven === 1 ? 'está como lo muestra' : 'están como los muestra'} la captura de cambios, quizá sin algunos campos personalizados`
      return `${why}; la próxima sincronización consulta otra vez desde el ${instantIn(details, 'since')}.`
    },
    deletions: (details) => {
      const count = numberIn(details, 'count')
      const untold = (Array.isArray(details['untold']) ? details['untold'] : []) as readonly Details[]
      return [
        ...untold.map((each) => untoldText(each)),
        ...(count === 0
          ? []
          : [
              `Es posible que ${spanishCount(count, 'registro')} se ${count === 1 ? 'haya' : 'hayan'} eliminado en QuickBooks, que no lo informa.`,
            ]),
        ...(typeof details['unswept'] === 'string' ? [unsweptText(details['unswept'])] : []),
      ].join(' ')
    },
    whole: (details) => {
      const [acknowledged, saved] = [numberIn(details, 'acknowledged'), numberIn(details, 'saved')]
      return [
        ...(acknowledged > 0
          ? [
              `${spanishCount(acknowledged, 'registro')} que no ${acknowledged === 1 ? 'está como llegó ya fue reconocido' : 'están como llegaron ya fueron reconocidos'}`,
            ]
          : []),
        ...(saved > 0
          ? [
              `${spanishCount(saved, 'registro')} se ${saved === 1 ? 'guardó' : 'guardaron'} con caracteres sustituidos`,
            ]
          : []),
      ]
        .join('; ')
        .concat('.')
    },
  }),
}

function unsweptText(reason: string): string {
  return `El barrido que se pidió no dio resultado (${reason.replace(/\.$/u, '')}), así que no se conocen las eliminaciones que QuickBooks no informa.`
}

function untoldText(untold: Details): string {
  const from = instantIn(untold, 'from')
  switch (untold['why']) {
    case 'tooLongAgo':
      return `QuickBooks solo informa las eliminaciones de 30 días: no se conocen las anteriores al ${from}.`
    case 'doubtful':
      return 'QuickBooks da por eliminados registros que una consulta todavía entrega, o por los que no responde: se conservan, y la próxima sincronización vuelve a buscarlos.'
    case 'tooMany':
      return `Desde el ${from} cambiaron 1000 objetos o más, y QuickBooks no muestra más de una vez: no se conocen las eliminaciones más allá del primer millar.`
    default:
      return 'QuickBooks no dijo qué hora es, así que no se sabe hasta cuándo atrás informa las eliminaciones.'
  }
}
