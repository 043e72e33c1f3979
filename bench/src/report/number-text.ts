/** `50,000` */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

/** `2.1 ×` */
export function times(ratio: number): string {
  return `${ratio.toFixed(1)} ×`
}
