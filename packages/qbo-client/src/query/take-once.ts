/** What a generator yields in the place of a page: its frame keeps what it has yielded until it yields again, and pages are megabytes. */
export interface TakeOnce<T> {
  /** The page, to whom asks first. */
  take(): T
}

export function takeOnce<T>(page: T): TakeOnce<T> {
  let held: T | undefined = page
  return {
    take() {
      const taken = held as T
      held = undefined
      return taken
    },
  }
}

/** The pages themselves, of which nothing is kept here. */
export function takeEach<T>(pages: AsyncGenerator<TakeOnce<T>, void>): AsyncIterableIterator<T> {
  const taken = async (
    next: Promise<IteratorResult<TakeOnce<T>, void>>,
  ): Promise<IteratorResult<T, void>> => {
    const { done, value } = await next
    return done === true ? { done, value: undefined } : { done: false, value: value.take() }
  }
  return {
    next: () => taken(pages.next()),
    return: () => taken(pages.return()),
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
