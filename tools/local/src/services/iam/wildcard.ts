/** Whether `text` matches an IAM pattern, in which `*` stands for any characters and `?` for one. */
export function matchesPattern(pattern: string, text: string): boolean {
  let [at, read, star, retry] = [0, 0, -1, 0];
  while (read < text.length) {
    if (pattern[at] === '*') {
      [star, retry] = [at, read];
      at += 1;
    } else if (pattern[at] === '?' || pattern[at] === text[read]) {
      at += 1;
      read += 1;
    } else if (star >= 0) {
      // Let the last star take one character more; linear in memory, and no pattern can make it exponential.
      retry += 1;
      [at, read] = [star + 1, retry];
    } else {
      return false;
    }
  }
  return [...pattern.slice(at)].every((rest) => rest === '*');
}
