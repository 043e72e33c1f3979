/** What a page takes of the room, from when it is asked for until the database has taken it. */
export interface PagePlace {
  /** Says how large it has come. */
  resize(bytes: number): void
  release(): void
}

/** Room in memory for pages, shared by all streams: how much they hold does not grow with how heavy a company's records are. */
export interface PageRoom {
  /** Waits until there is room for so many bytes, as large as the stream's last page was. A page alone has room in any case. */
  take(bytes: number): Promise<PagePlace>
  /** The same at once, for a page that is asked for ahead; undefined where there is no room for such, or others wait for some. */
  takeAhead(bytes: number): PagePlace | undefined
}

/** @param mostAheadBytes how much all pages may hold with one that is asked for ahead: less, since nobody waits for it yet */
export function pageRoom(mostBytes: number, mostAheadBytes: number): PageRoom {
  let held = 0
  const waiting: { readonly bytes: number; enter(place: PagePlace): void }[] = []
  const fits = (bytes: number, most: number): boolean => held === 0 || held + bytes <= most
  const place = (bytes: number): PagePlace => {
    let own = 0
    const resize = (to: number): void => {
      held += to - own
      own = to
    }
    resize(bytes)
    const change = (to: number): void => {
      resize(to)
      for (let next = waiting[0]; next !== undefined && fits(next.bytes, mostBytes); next = waiting[0]) {
        waiting.shift()
        next.enter(place(next.bytes))
      }
    }
    return { resize: change, release: () => change(0) }
  }
  const takeNow = (bytes: number, most: number): PagePlace | undefined =>
    waiting.length === 0 && fits(bytes, most) ? place(bytes) : undefined
  return {
    takeAhead: (bytes) => takeNow(bytes, mostAheadBytes),
    async take(bytes) {
      return takeNow(bytes, mostBytes) ?? new Promise<PagePlace>((enter) => waiting.push({ bytes, enter }))
    },
  }
}

/** The places that one stream has: of the page that it reads, and of the one that it has asked for ahead. */
export interface PlacesOfStream {
  /** Waits for room for the next page, unless it is one that was asked for ahead. */
  enter(): Promise<void>
  /** Says how large the page is that has come; the next is expected to be so, too. */
  resize(bytes: number): void
  /** Takes room for a page ahead, if there is some. */
  takeAhead(): boolean
  /** The page has been written. */
  leave(): void
  leaveAll(): void
}

export function placesIn(room: PageRoom): PlacesOfStream {
  let own: PagePlace | undefined
  let ahead: PagePlace | undefined
  let expected = 0
  return {
    async enter() {
      own = ahead ?? (await room.take(expected))
      ahead = undefined
    },
    resize(bytes) {
      expected = bytes
      own?.resize(bytes)
    },
    takeAhead() {
      ahead = room.takeAhead(expected)
      return ahead !== undefined
    },
    leave: () => own?.release(),
    leaveAll() {
      own?.release()
      ahead?.release()
    },
  }
}
