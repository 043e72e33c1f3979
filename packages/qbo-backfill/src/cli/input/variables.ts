import type { Words } from '../words/language.js'

/** What the environment, or the file of `--config`, says of the company and the database. */
export const variables: Readonly<Record<string, Words>> = {
  QBO_CLIENT_ID: {
    en: 'Client ID of your app at Intuit.',
    es: 'Client ID de su aplicación en Intuit.',
  },
  QBO_CLIENT_SECRET: {
    en: 'Client secret of your app. Secret.',
    es: 'Client secret de su aplicación. Secreto.',
  },
  QBO_REALM_ID: {
    en: 'The company: digits.',
    es: 'La empresa: solo dígitos.',
  },
  QBO_REFRESH_TOKEN: {
    en: 'Where to start, unless auth login has stored tokens. Secret.',
    es: 'Punto de partida, si auth login no ha guardado tokens. Secreto.',
  },
  QBO_ENVIRONMENT: {
    en: 'production or sandbox. Default: production.',
    es: 'production o sandbox. Por defecto: production.',
  },
  QBO_TOKEN_KEY: {
    en: '32 bytes in base64 that encrypt the stored tokens. Secret.',
    es: '32 bytes en base64 que cifran los tokens guardados. Secreto.',
  },
  QBO_TOKEN_FILE: {
    en: 'Keeps the tokens in this file instead of the database.',
    es: 'Guarda los tokens en este archivo y no en la base de datos.',
  },
  QBO_API_BASE_URL: {
    en: "Another API host, such as the simulator's. Default: Intuit's.",
    es: 'Otro servidor de la API, como el simulador. Por defecto: el de Intuit.',
  },
  QBO_TOKEN_URL: {
    en: "Another token host, such as the simulator's. Default: Intuit's.",
    es: 'Otro servidor de tokens, como el simulador. Por defecto: el de Intuit.',
  },
  QBO_MONTHLY_CALL_BUDGET: {
    en: 'API calls that the app may spend in a month.',
    es: 'Llamadas a la API que la aplicación puede gastar en un mes.',
  },
  DATABASE_URL: {
    en: 'postgres://user:password@host:5432/database, or pglite:./directory. Secret.',
    es: 'postgres://usuario:clave@servidor:5432/base, o pglite:./carpeta. Secreto.',
  },
}

/** What the system says, and no file of `--config`. */
export const systemVariables: Readonly<Record<string, Words>> = {
  HTTPS_PROXY: {
    en: 'Proxy to QuickBooks; but for the hosts of NO_PROXY.',
    es: 'Proxy hacia QuickBooks, salvo para los servidores de NO_PROXY.',
  },
  NO_COLOR: {
    en: 'No colours. FORCE_COLOR: colours in any case.',
    es: 'Sin colores. FORCE_COLOR: con colores en todo caso.',
  },
}
