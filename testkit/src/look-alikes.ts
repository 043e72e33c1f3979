import { sql, type Kysely } from 'kysely'
import { parse } from 'libpg-query'

/** What of SQL PostgreSQL looks up by a bare name, in the schemas of `search_path`. */
export interface LookedUp {
  readonly functions: readonly string[]
  readonly relations: readonly string[]
  /** By what PostgreSQL calls them: `LIKE` is `~~`, `BETWEEN` is `>=` and `<=`. */
  readonly operators: readonly string[]
}

/** Reads statements with PostgreSQL's own parser and says which names in them have no schema. */
export async function lookedUpByName(statements: Iterable<string>): Promise<LookedUp> {
  const found = { functions: new Set<string>(), relations: new Set<string>(), operators: new Set<string>() }
  for (const statement of new Set(statements)) {
    const tree: unknown = await parse(statement)
    const own = new Set<string>()
    walk(tree, (kind, node) => {
      if (kind === 'CommonTableExpr') own.add(String(node['ctename']))
    })
    walk(tree, (kind, node) => {
      for (const operator of operatorsOf(kind, node)) found.operators.add(operator)
      const [name, qualified] = namesOf(node['funcname'])
      if (kind === 'FuncCall' && qualified === undefined && name !== undefined) found.functions.add(name)
      const relation = String(node['relname'])
      // The relation of DDL stands in its node without the name of its kind.
      if ('relname' in node && node['schemaname'] === undefined && !own.has(relation))
        found.relations.add(relation)
    })
  }
  const sorted = (names: ReadonlySet<string>): readonly string[] => [...names].toSorted()
  return {
    functions: sorted(found.functions),
    relations: sorted(found.relations),
    operators: sorted(found.operators),
  }
}

type Node = Readonly<Record<string, unknown>>

function walk(value: unknown, visit: (kind: string, node: Node) => void, kind = ''): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const each of value) walk(each, visit)
    return
  }
  // FOR UPDATE OF names aliases.
  if (kind === 'LockingClause') return
  visit(kind, value as Node)
  for (const [name, child] of Object.entries(value)) walk(child, visit, name)
}

/** The parts of a name with dots in it. */
function namesOf(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return []
  return list.map((part: { readonly String?: { readonly sval?: string } }) => part.String?.sval ?? '')
}

const ofKeywords: Readonly<Record<string, readonly string[]>> = {
  BETWEEN: ['>=', '<='],
  'NOT BETWEEN': ['<', '>'],
}

function operatorsOf(kind: string, node: Node): readonly string[] {
  if (kind === 'CaseExpr' && 'arg' in node) return ['=']
  if (kind === 'JoinExpr' && 'usingClause' in node) return ['=']
  const [name, qualified] = kind === 'A_Expr' ? namesOf(node['name']) : namesOf(node['operName'])
  if (name === undefined || qualified !== undefined) return []
  return ofKeywords[name] ?? [name]
}

const types =
  `bool int2 int4 int8 oid float8 numeric text varchar bpchar name "char" bytea json jsonb jsonpath
  timestamptz timestamp date interval xid tid regclass text[] varchar[] int4[] timestamptz[]`.split(/\s+/)

/**
 * Plants into `public`, where everybody may create on databases that come from PostgreSQL 14 or before, operators of
 * these names for every pair of types (CVE-2018-1058). Nobody but a superuser may execute them, so that the statement of
 * any other role that PostgreSQL resolves to one of them fails, also where it is not reached, and what they answer fits
 * nowhere.
 */
export async function plantLookAlikes(db: Kysely<unknown>, operators: readonly string[]): Promise<void> {
  await sql`CREATE TYPE public.look_alike AS ENUM ()`.execute(db)
  await sql`DO ${sql.lit(`DECLARE l text; r text; operator text; BEGIN
  FOREACH l IN ARRAY ${literal(types)} LOOP FOREACH r IN ARRAY ${literal(types)} LOOP
    EXECUTE format('CREATE FUNCTION public.look_alike(l %s, r %s) RETURNS public.look_alike LANGUAGE plpgsql AS '
      '$$BEGIN RAISE ''a look-alike was called''; END$$', l, r);
    EXECUTE format('REVOKE EXECUTE ON FUNCTION public.look_alike(%s, %s) FROM PUBLIC', l, r);
    FOREACH operator IN ARRAY ${literal(operators)} LOOP
      EXECUTE format('CREATE OPERATOR public.%s (FUNCTION = public.look_alike, LEFTARG = %s, RIGHTARG = %s)', operator, l, r);
    END LOOP;
  END LOOP; END LOOP; END`)}`.execute(db)
}

function literal(names: readonly string[]): string {
  return `string_to_array('${names.join(' ')}', ' ')`
}
