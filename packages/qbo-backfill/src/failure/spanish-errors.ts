import type { ErrorCode } from './error-code.js'

const connect = 'Conecte de nuevo la empresa: qbo-backfill auth login, o ponga un QBO_REFRESH_TOKEN nuevo.'
const later = 'Ejecute de nuevo más tarde.'

/** What each code means and what to do, for who reads Spanish; an error with words of its own says more. */
export const spanishErrors: Readonly<Record<ErrorCode, string>> = {
  QBO_INVALID_OPTIONS: 'Algo de lo indicado para consultar a QuickBooks no es válido; corríjalo.',
  QBO_UNAUTHORIZED: `QuickBooks rechazó también un token de acceso recién obtenido. ${connect}`,
  QBO_REAUTHORIZATION_REQUIRED: `Intuit ya no acepta la autorización de la empresa. ${connect}`,
  QBO_TOKEN_MISSING: `Todavía no hay tokens guardados de esta empresa, y QBO_REFRESH_TOKEN no está puesto. Conéctela con: qbo-backfill auth login, o ponga en QBO_REFRESH_TOKEN un refresh token de la empresa.`,
  QBO_REFRESH_FAILED: `El servidor de tokens no pudo responder; lo guardado no cambió. ${later} Si se repite, vea status.developer.intuit.com.`,
  QBO_CLIENT_REJECTED:
    'Intuit no reconoce las claves de la aplicación. Revise QBO_CLIENT_ID y QBO_CLIENT_SECRET: deben ser las del mismo ambiente que QBO_ENVIRONMENT.',
  QBO_TOKEN_REQUEST_REFUSED:
    'El servidor de tokens no hace lo que se le pide: en QBO_TOKEN_URL responde otro. Revise esa dirección.',
  QBO_AUTHORIZATION_FAILED:
    'La conexión no llegó a su fin. Conéctese de nuevo: qbo-backfill auth login; si el puerto está ocupado, con otra --redirect-uri.',
  QBO_TOKEN_STORE_FAILED: `No se pudo leer o escribir donde se guardan los tokens. ${later} Si se repite, revise los permisos de QBO_TOKEN_FILE o de la tabla.`,
  QBO_TOKENS_UNREADABLE:
    'No se pueden leer los tokens guardados: QBO_TOKEN_KEY falta o no es la que los selló. Ponga la anterior, o conecte de nuevo: qbo-backfill auth login.',
  QBO_THROTTLED:
    'Se alcanzó el límite de peticiones de la empresa. Espere y ejecute de nuevo; si dura horas, se acabaron las llamadas del mes.',
  QBO_ENVIRONMENT_MISMATCH:
    'La empresa de QBO_REALM_ID no es de QBO_ENVIRONMENT para esta aplicación, o no se ha conectado a ella. Revise si QBO_REALM_ID es la empresa que desea; una empresa de prueba necesita QBO_ENVIRONMENT=sandbox y claves de desarrollo; una real, production y claves de producción.',
  QBO_FORBIDDEN:
    'El usuario que conectó la empresa no puede leer esto. Que un administrador la conecte de nuevo: qbo-backfill auth login.',
  QBO_FEATURE_UNAVAILABLE: 'El plan de la empresa no tiene esta función. Quite la entidad.',
  QBO_COMPANY_UNAVAILABLE: 'La empresa está bloqueada o en mantenimiento. Ejecute de nuevo en una hora.',
  QBO_SUBSCRIPTION_ENDED: 'La suscripción de la empresa terminó. Renuévela en QuickBooks.',
  QBO_QUERY_INVALID: 'QuickBooks no acepta la consulta. Es un error nuestro: por favor, repórtelo.',
  QBO_QUERY_UNPROCESSABLE: `QuickBooks falló al responder. ${later}`,
  QBO_NOT_FOUND:
    'En QuickBooks no existe lo que se pidió. Revise QBO_REALM_ID y, si está puesto, QBO_API_BASE_URL.',
  QBO_FAULT: 'QuickBooks rechazó la petición. Si no sabe por qué, consulte al soporte de Intuit.',
  QBO_SERVER_ERROR: 'QuickBooks tiene problemas. Ejecute de nuevo en diez minutos.',
  QBO_GATEWAY_TIMEOUT: `QuickBooks tardó demasiado en responder. ${later}`,
  QBO_NETWORK: 'Falló la conexión. Revise la red, el proxy y el nombre del servidor.',
  QBO_TIMEOUT: `La respuesta no llegó completa a tiempo. ${later}`,
  QBO_ANSWER_TOO_LARGE:
    'La respuesta es más grande que cualquiera de QuickBooks. Revise si responde otro: un proxy, o QBO_API_BASE_URL.',
  QBO_UNEXPECTED_RESPONSE:
    'La respuesta no es la que promete la API. Ejecute de nuevo; si se repite, revise si un proxy la altera.',
  QBO_REPORT_REFUSED:
    'El reporte no responde a lo que se pidió, y no se concluyó nada de él. Ejecute de nuevo.',
  QBO_REPORT_TRUNCATED:
    'Las transacciones de un solo día son más de las que muestra un reporte, así que ese día no se puede contrastar.',
  QBO_WEBHOOK_UNREADABLE: 'El cuerpo del webhook no es de Intuit. Entréguelo tal como llegó.',
  BACKFILL_INVALID_OPTIONS: 'Algo de lo indicado no es válido; corríjalo.',
  BACKFILL_PLAN_CHANGED:
    'Hay una corrida sin terminar del mismo período, planificada de otra manera. Termínela primero con sus propias opciones.',
  BACKFILL_LOCKED: `Otro proceso está ejecutando esta empresa. ${later}`,
  BACKFILL_LEASE_LOST: 'Otro proceso tomó esta empresa; después de eso, este no escribió nada.',
  BACKFILL_ENVIRONMENT_MISMATCH:
    'La empresa se cargó en esta base de datos con el otro ambiente. Corrija QBO_ENVIRONMENT, o use otra base.',
  BACKFILL_NOT_MIGRATED:
    'A la base de datos le faltan tablas, y este rol no puede crearlas. Con un rol que pueda, ejecute qbo-backfill migrate.',
  BACKFILL_SCHEMA_TOO_NEW:
    'Una versión más nueva de qbo-backfill actualizó la base de datos. Actualice qbo-backfill aquí.',
  BACKFILL_DATABASE_ENCODING: 'En la base de datos no cabe todo carácter. Use una con la codificación UTF8.',
  BACKFILL_STATE_UNREADABLE:
    'Una fila de las tablas del motor no es lo que escribe qbo-backfill: alguien la cambió, o el driver la devuelve de otra forma.',
  BACKFILL_BUDGET_SPENT:
    'Se gastaron las llamadas a la API permitidas; el avance está guardado. Ejecute de nuevo con un límite mayor.',
  BACKFILL_TIME_SPENT: 'Pasó el tiempo permitido; el avance está guardado. Ejecute de nuevo para continuar.',
  BACKFILL_DATABASE_UNAVAILABLE: `La base de datos no está disponible. ${later}`,
  BACKFILL_PAGE_SINK_FAILED:
    'Su pageSink no recibió una página. Corríjalo; la próxima corrida empieza con ella.',
  SINK_INVALID_OPTIONS: 'Algo de lo indicado para las tablas no es válido; corríjalo.',
  SINK_INVALID_PAGE: 'El texto de una página no se pudo leer. Es un error nuestro: por favor, repórtelo.',
  SINK_NOT_MIGRATED:
    'Faltan las tablas. Créelas con: qbo-backfill migrate --entities customers,items,invoices',
  SINK_FOREIGN_TABLE:
    'Una tabla o vista con ese nombre la creó otro programa, y no se tocó. Adóptela con qbo-backfill migrate --adopt, cámbiele el nombre o use otro esquema.',
  SINK_VIEW_IN_USE:
    'Una vista que debe cambiar está en uso por otra suya. Elimine esa otra, ejecute de nuevo y vuelva a crearla.',
  SINK_SCHEMA_TOO_NEW: 'Una versión más nueva actualizó las tablas. Actualice qbo-backfill aquí.',
  SINK_FORBIDDEN: 'Este rol no tiene permiso en la base de datos. Vea qué le falta con: qbo-backfill doctor',
  SINK_DATABASE_ENCODING: 'En la base de datos no cabe todo carácter. Use una con la codificación UTF8.',
  SINK_DATABASE: `La base de datos no pudo hacerlo. ${later}`,
}
