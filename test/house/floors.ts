/** One source tree, and who may import whom in it. */
export interface House {
  /**
   * From the top: a folder (`query/`) or a file beside the folders (`client.ts`) imports only what stands on floors
   * below its own. A folder inside another is one of its own. Within a folder files import freely.
   */
  readonly floors: readonly (readonly string[])[]
  /**
   * Packages that may be imported, and the only files that may; no files are all of them. Node's own modules are free.
   * @defaultValue any package
   */
  readonly libraries?: Readonly<Record<string, readonly string[]>>
}

/** The one table of floors, by the tree that it is about. */
export const houses: Readonly<Record<string, House>> = {
  // It knows no database and no sibling.
  'packages/qbo-client/src': {
    floors: [
      ['index.ts', 'testing.ts'],
      ['client.ts', 'testing/'],
      ['report/', 'resolve-options.ts', 'scan/', 'webhook/'],
      ['query/', 'options.ts'],
      ['answer/', 'api.ts', 'statement/'],
      ['auth/', 'event-hub.ts', 'gates.ts', 'lock-file.ts', 'record/'],
      ['entity/', 'http/', 'lock/', 'shared-flight.ts', 'option-schemas.ts', 'invalid-options.ts'],
      ['events.ts'],
      [
        'errors.ts',
        'clock.ts',
        'entity-name.ts',
        'environment.ts',
        'request-options.ts',
        'race-abort.ts',
        'safe-url.ts',
      ],
    ],
    libraries: { zod: [], ky: ['http/transport.ts'], 'p-queue': ['http/rate-limiter.ts'] },
  },
  // It writes through its caller's Kysely, whatever is behind it.
  'packages/qbo-raw-sink/src': {
    floors: [
      ['index.ts'],
      ['raw-sink.ts'],
      ['rejects/', 'views/', 'roles/'],
      ['views/flat/', 'views/fivetran/'],
      ['views/select/'],
      ['write/', 'options.ts'],
      ['migrate/', 'read/'],
      ['record/', 'database-encoding.ts'],
      ['database.ts', 'raw-tables.ts', 'sql-text.ts', 'validated.ts'],
      ['entity-tables.ts'],
      ['sink-error.ts'],
      ['database-failure.ts'],
    ],
    libraries: { kysely: [], zod: [] },
  },
  // It ties the two. Databases are opened in `database/` alone, and nothing below the command line reads the environment.
  'packages/qbo-backfill/src': {
    floors: [
      ['bin.ts'],
      ['cli/'],
      ['cli/commands/auth/', 'cli/commands/init/', 'cli/commands/rejects/', 'cli/commands/trigger/'],
      ['cli/commands/'],
      ['cli/input/', 'cli/output/'],
      ['cli/words/'],
      ['index.ts'],
      ['backfill.ts', 'doctor/', 'plan-backfill.ts', 'runs/', 'sync/', 'trigger/', 'verify/'],
      ['webhook/'],
      ['report/'],
      ['report/page/'],
      ['report/facts/'],
      ['finish-run.ts', 'report/words/'],
      ['checks/'],
      ['witness/'],
      ['proof/'],
      ['run/', 'session/'],
      ['compare/', 'options.ts'],
      ['store/'],
      ['ledger/webhook/'],
      ['ledger/', 'row-checks/'],
      ['database/', 'events.ts', 'ledger/migrations/', 'plan/'],
      ['failure/', 'source/', 'validated.ts', 'verdict/'],
      ['suggestion.ts'],
      ['errors.ts', 'program-version.ts'],
      ['language.ts'],
    ],
    libraries: {
      kysely: [],
      'qbo-client': [],
      'qbo-raw-sink': [],
      zod: [],
      'date-fns-tz': ['plan/time-zone.ts'],
      leven: ['suggestion.ts'],
      'p-queue': ['run/streams.ts', 'proof/read-again.ts'],
      pg: ['database/database-url.ts', 'database/open-database.ts'],
      '@electric-sql/pglite': ['database/open-pglite.ts'],
      undici: ['cli/input/proxy.ts'],
      '@clack/prompts': ['cli/commands/init/init.ts', 'cli/commands/init/init-questions.ts'],
      'fast-string-width': ['cli/output/columns.ts'],
      'jsonc-parser': ['cli/input/config-file.ts'],
      commander: ['cli/command-line.ts', 'cli/completion.ts', 'cli/help.ts', 'cli/parser.ts'],
    },
  },
  // It shares no code with what it is to test.
  'packages/qbo-simulator/src': {
    floors: [
      ['bin.ts', 'index.ts'],
      ['create-simulator.ts'],
      ['control/', 'msw.ts'],
      ['simulator.ts'],
      ['core.ts'],
      ['api/', 'simulator-options.ts'],
      ['report/', 'request-log.ts'],
      ['cli/', 'fault/', 'generate/'],
      ['company/', 'query/', 'serve/'],
      ['books/', 'oauth/', 'table/'],
      ['entity/', 'http/'],
      ['clock.ts', 'random.ts', 'simulator-error.ts', 'time/'],
    ],
    libraries: { msw: ['msw.ts'] },
  },
  'bench/src': {
    floors: [
      ['main.ts'],
      [
        'calls/',
        'end-to-end/',
        'kill/',
        'latency/',
        'scale/',
        'scores/',
        'sink/',
        'throttle/',
        'readers/',
        'views/',
      ],
      ['sink/ways/', 'reader/', 'with-server.ts', 'with-simulator.ts'],
      ['benchmark.ts', 'simulator-process.ts'],
      [
        'report/',
        'installed-programs.ts',
        'invoice-pages.ts',
        'median.ts',
        'server-settings.ts',
        'warm-reports.ts',
      ],
    ],
  },
  'testkit/src': {
    floors: [
      ['index.ts', 'global-setup.ts'],
      ['postgres-server.ts'],
      ['reachable-programs.ts'],
      ['database.ts', 'depth.ts', 'empty-pglite.ts', 'free-port.ts', 'look-alikes.ts', 'npm-programs.ts'],
      ['favoured.ts', 'python-environment.ts', 'self-signed.ts', 'server-directory.ts', 'server-user.ts'],
    ],
  },
}
