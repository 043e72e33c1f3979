/** The text of each schema, by its name. */
export function jsonSchemas(): ReadonlyMap<string, string>
