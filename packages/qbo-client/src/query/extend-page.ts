import type { Page } from './record.js'

/** The page with more to it. Its text stays unread until somebody asks for it; to spread the page would read it. */
export function extendPage<P extends Page, More extends object>(page: P, more: More): P & More {
  return Object.defineProperties({ ...more }, Object.getOwnPropertyDescriptors(page)) as P & More
}
