import type { Language, Words } from '../../words/language.js'

const english = {
  noTerminal:
    'init asks a person, and this is no terminal. Run it in one, or write the file yourself: QBO_ENVIRONMENT, QBO_CLIENT_ID, QBO_CLIENT_SECRET, QBO_TOKEN_KEY, DATABASE_URL (docs/reference/environment.md).',
  begin: 'A new environment file. Nothing is written before the last answer.',
  replace: (file: string) => `${file} is there already. Replace it?`,
  no: 'No',
  yes: 'Yes',
  kept: (file: string) => `${file} stays as it is. Name another with: qbo-backfill init --file FILE`,
  environment: 'Which company is it?',
  sandbox: 'A sandbox company, with development keys',
  production: 'A real company, with production keys',
  clientId: 'Client ID of your app (developer.intuit.com, Keys)',
  clientSecret: 'Client secret',
  needed: 'This cannot be empty.',
  trying: 'Trying the keys at Intuit …',
  accepted: 'Intuit knows these keys.',
  rejected: 'Intuit does not know these keys. Copy both again, of the same environment.',
  unknown: 'Intuit could not be asked now; doctor tries the keys again.',
  redirect: 'Redirect URI, exactly as registered at Intuit',
  notAnAddress: 'This is not an address that Intuit redirects to.',
  notHttps: 'Production keys need an https address.',
  database: 'Database (not shown): postgres://user:password@host:5432/qbo or pglite:./qbo',
  opened: 'The database answers.',
  zone: 'Time zone of your books',
  notAZone: 'This zone is not known. It looks like America/Guayaquil.',
  written: (file: string) =>
    `${file} is written, and only you can read it. Keep a copy of QBO_TOKEN_KEY where your passwords are.`,
  stopped: 'Stopped; nothing was written.',
  again: 'the same command; it asks everything again.',
  next: 'Next, with what the login shows in place of …:',
}

type InitWords = typeof english

const spanish: InitWords = {
  noTerminal:
    'init hace preguntas a una persona y aquí no hay terminal. Ejecútelo en una, o escriba usted el archivo: QBO_ENVIRONMENT, QBO_CLIENT_ID, QBO_CLIENT_SECRET, QBO_TOKEN_KEY, DATABASE_URL (docs/es/reference/environment.md).',
  begin: 'Un archivo de entorno nuevo. No se escribe nada antes de la última respuesta.',
  replace: (file) => `${file} ya existe. ¿Reemplazarlo?`,
  no: 'No',
  yes: 'Sí',
  kept: (file) => `${file} queda como está. Indique otro con: qbo-backfill init --file ARCHIVO`,
  environment: '¿Qué empresa es?',
  sandbox: 'Una empresa de prueba (sandbox), con claves de desarrollo',
  production: 'Una empresa real, con claves de producción',
  clientId: 'Client ID de su aplicación (developer.intuit.com, Keys)',
  clientSecret: 'Client secret',
  needed: 'No puede quedar vacío.',
  trying: 'Probando las claves en Intuit …',
  accepted: 'Intuit reconoce estas claves.',
  rejected: 'Intuit no reconoce estas claves. Copie de nuevo las dos, del mismo ambiente.',
  unknown: 'No se pudo consultar a Intuit ahora; doctor vuelve a probar las claves.',
  redirect: 'URI de redirección, exactamente como está registrada en Intuit',
  notAnAddress: 'No es una dirección a la que Intuit pueda redirigir.',
  notHttps: 'Las claves de producción necesitan una dirección https.',
  database: 'Base de datos (no se muestra): postgres://usuario:clave@host:5432/qbo o pglite:./qbo',
  opened: 'La base de datos responde.',
  zone: 'Zona horaria de su contabilidad',
  notAZone: 'No se conoce esta zona. Tiene la forma America/Guayaquil.',
  written: (file) =>
    `${file} está escrito y solo usted puede leerlo. Guarde una copia de QBO_TOKEN_KEY donde guarda sus contraseñas.`,
  stopped: 'Detenido; no se escribió nada.',
  again: 'el mismo comando; vuelve a preguntar todo.',
  next: 'Siguientes pasos, con lo que muestre la conexión en lugar de …:',
}

export const initWords: Readonly<Record<Language, InitWords>> = { en: english, es: spanish }

/** For what is thrown, and told in one of them later. */
export function bothOf(name: 'noTerminal' | 'stopped' | 'again'): Words {
  return { en: english[name], es: spanish[name] }
}
