/**
 * Whether `text` matches an IAM pattern, in which `*` stands for any characters and `?` for one. The work is at most the
 * length of the text times that of the pattern: only the last star is ever tried again.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  let [at, read, star, retry] = [0, 0, -1, 0];
  while (read < text.length) {
    if (pattern[at] === '*') {
      [star, retry] = [at, read];
      at += 1;
    } else if (pattern[at] === '?') {
      at += 1;
      read += unitsAt(text, read);
    } else if (pattern[at] === text[read]) {
      at += 1;
      read += 1;
    } else if (star >= 0) {
      // Let the last star take one character more.
      retry += unitsAt(text, retry);
      [at, read] = [star + 1, retry];
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}

/** A character beyond the basic plane is two units of a string. */
function unitsAt(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}
