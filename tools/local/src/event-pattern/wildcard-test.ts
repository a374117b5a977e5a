import { EventPatternError } from './errors.ts';

/**
 * The test of `{"wildcard": "a*b"}`, in which `*` stands for any characters, `\*` for a star and `\\` for a backslash.
 * The work is the length of the text and that of the pattern together.
 */
export function wildcardTest(wildcard: string, path: string): (text: string) => boolean {
  const [first = '', ...rest] = literalsOf(wildcard, path);
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  const middle = rest.map((literal) => ({ literal, borders: bordersOf(literal) }));
  return (text) => {
    if (text.length < first.length + last.length) return false;
    if (!text.startsWith(first) || !text.endsWith(last)) return false;
    const end = text.length - last.length;
    let from = first.length;
    for (const each of middle) {
      from = endOf(text, from, end, each);
      if (from === -1) return false;
    }
    return true;
  };
}

/** The texts between the stars. */
function literalsOf(wildcard: string, path: string): string[] {
  const literals = [''];
  const append = (text: string) => literals.push((literals.pop() ?? '') + text);
  for (let at = 0; at < wildcard.length; at += 1) {
    const [character = '', next = ''] = [wildcard[at], wildcard[at + 1]];
    if (character === '*') {
      if (next === '*') throw new EventPatternError(path, 'two stars follow each other');
      literals.push('');
    } else if (character === '\\') {
      if (next !== '*' && next !== '\\')
        throw new EventPatternError(path, 'a backslash stands before * or a backslash');
      append(next);
      at += 1;
    } else {
      append(character);
    }
  }
  return literals;
}

/** For each length of the literal's beginning, the longest one that also ends it, as Knuth, Morris and Pratt search. */
function bordersOf(literal: string): Uint32Array {
  const borders = new Uint32Array(literal.length);
  for (let at = 1, length = 0; at < literal.length; at += 1) {
    while (length > 0 && literal[at] !== literal[length]) length = borders[length - 1] ?? 0;
    if (literal[at] === literal[length]) length += 1;
    borders[at] = length;
  }
  return borders;
}

/** Where the first occurrence of a literal between two places of a text ends; -1 when there is none. */
function endOf(
  text: string,
  from: number,
  end: number,
  { literal, borders }: { literal: string; borders: Uint32Array },
): number {
  if (literal === '') return from;
  for (let at = from, length = 0; at < end; at += 1) {
    while (length > 0 && text[at] !== literal[length]) length = borders[length - 1] ?? 0;
    if (text[at] === literal[length]) length += 1;
    if (length === literal.length) return at + 1;
  }
  return -1;
}
