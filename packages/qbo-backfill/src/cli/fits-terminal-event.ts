/** Hosts keep the last line of stdout, and some cut it: a terminal event stays below 8 KB. Room is left for its frame. */
const mostBytes = 7500

/** Whether a terminal event can carry it. */
export function fitsTerminalEvent(part: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(part)) <= mostBytes
}
