/** The columns of a terminal; one that does not know says 0. */
export function widthOfTerminal({ columns = 0 }: { readonly columns?: number } = process.stdout): number {
  return columns > 0 ? columns : 80
}
