/** `Invoice: all rows are there.` → `All rows are there.`, for a place that names the entity already. */
export function withoutEntity(message: string, entity: string): string {
  const said = message.startsWith(`${entity}: `) ? message.slice(entity.length + 2) : message
  return said.charAt(0).toUpperCase() + said.slice(1)
}
