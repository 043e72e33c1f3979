/** What one process asked for between its start and its death, as statements. */
export interface Life {
  readonly pages: readonly string[]
}

export interface Death {
  readonly pagesBefore: number
  /** Pages of the next life that the one before had asked for already, by segment. */
  readonly readAgain: Readonly<Record<string, number>>
}

/** Compares each life with the one before: the same statement twice is a page that was read twice. */
export function countReadAgain(lives: readonly Life[]): readonly Death[] {
  return lives.slice(1).map((life, index) => {
    const before = lives[index]?.pages ?? []
    const known = new Set(before)
    const readAgain: Record<string, number> = {}
    for (const page of life.pages.filter((statement) => known.has(statement))) {
      const segment = segmentOf(page)
      readAgain[segment] = (readAgain[segment] ?? 0) + 1
    }
    return { pagesBefore: before.length, readAgain }
  })
}

/** The range of the segment is the same in all its pages; the key and what follows moves on. */
function segmentOf(statement: string): string {
  return statement.replace(/(?: AND MetaData\.| ORDERBY ).*$/u, '')
}
