/** The numbers from 1 to `last`. */
export function ofOrder(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}
