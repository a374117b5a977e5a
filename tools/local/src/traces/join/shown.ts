import { redact } from '../redact.ts';

/** Characters of an input or output that are kept. */
const MOST_CHARACTERS = 4_096;
const MOST_LINE_CHARACTERS = 1_024;

/** Text as it is kept and shown: without secrets, and cut off. */
export function shown(text: string, most = MOST_CHARACTERS): string {
  const safe = redact(text);
  return safe.length > most ? `${safe.slice(0, most).toWellFormed()}… (${safe.length} characters)` : safe;
}

export function shownLine(line: string): string {
  return shown(line, MOST_LINE_CHARACTERS);
}
