/** What is read of a source map. https://tc39.es/ecma426 */
export type SourceMapText = { mappings: string; sources: readonly string[] };

/** The bytes of a generated text that come from each source, by its index in the map; from none of them: -1. */
export function sourceBytes(code: string, { mappings }: SourceMapText): Map<number, number> {
  const bytes = new Map<number, number>();
  const add = (source: number, text: string) =>
    bytes.set(source, (bytes.get(source) ?? 0) + Buffer.byteLength(text));
  let source = 0;
  const lines = code.split('\n');
  const mapped = mappings.split(';');
  for (const [index, line] of lines.entries()) {
    let [column, owner] = [0, -1];
    for (const segment of (mapped[index] ?? '').split(',').filter((each) => each !== '')) {
      const [columns = 0, sources] = numbersOf(segment);
      add(owner, line.slice(column, column + columns));
      column += columns;
      source += sources ?? 0;
      owner = sources === undefined ? -1 : source;
    }
    add(owner, line.slice(column));
  }
  return bytes;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Numbers of base 64, five bits in a digit, the lowest first; the lowest bit of a number is its sign. */
function numbersOf(segment: string): number[] {
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (const digit of segment) {
    const bits = DIGITS.indexOf(digit);
    value += (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return numbers;
}
