import { styleText } from 'node:util';

export type Style = 'dim' | 'bold' | 'green' | 'yellow' | 'red';

/** What a terminal obeys, breaks a line at, turns round or does not show; half of a character; what is no character. */
const UNSHOWN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Nearly all that is printed is of these alone, which is seen much sooner. */
const ASCII = /^[ -~]*$/;

/**
 * Text from anywhere as one line that a terminal only shows: a tab is a space, and every other character that would
 * not be seen is spelled out as in JavaScript, such as `\n`, `\u001b` or `\u{e0001}`.
 */
export function printable(text: string): string {
  return ASCII.test(text) ? text : text.replace(UNSHOWN, spellOut);
}

const SHORT: Readonly<Record<string, string>> = { '\t': ' ', '\n': '\\n', '\r': '\\r' };

function spellOut(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  return SHORT[character] ?? (code > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`);
}

/** What may be written to a terminal: `text`, `lines` and `paint` alone make it. */
class TerminalText {
  readonly written: string;

  constructor(written: string) {
    this.written = written;
  }
}

type Value = string | number | undefined | TerminalText;

/** A template whose own text is written as it stands, and each value as one line that is only shown. */
export function text(strings: TemplateStringsArray, ...values: readonly Value[]): TerminalText {
  let written = strings[0] ?? '';
  let index = 0;
  for (const value of values) written += writtenOf(value) + (strings[(index += 1)] ?? '');
  return new TerminalText(written);
}

/** Several lines: only the line feeds stay. */
export function lines(all: string): TerminalText {
  return new TerminalText(all.split('\n').map(printable).join('\n'));
}

/** The text in a style when stdout is a terminal that shows it; NO_COLOR and FORCE_COLOR count. */
export function paint(style: Style, value: string | TerminalText): TerminalText {
  const [open = '', close = ''] = marks.get(style) ?? marksOf(style);
  return new TerminalText(open + writtenOf(value) + close);
}

/** What begins and ends a style; each line is painted three times, and the terminal stays what it is. */
const marks = new Map<Style, readonly string[]>();

function marksOf(style: Style): readonly string[] {
  const both = styleText(style, '\n', { stream: process.stdout }).split('\n');
  marks.set(style, both);
  return both;
}

/** Puts text in place of the line that the cursor is on, cut to the terminal's width; for stdout that is a terminal. */
export function rewrite(value: string | TerminalText): void {
  writeGathered();
  const fits = [...writtenOf(value)].slice(0, (process.stdout.columns || 80) - 1).join('');
  process.stdout.write(`\r\u001b[K${fits}`);
}

/** How long `printSoon` gathers. */
const GATHER_MS = 10;
const MOST_GATHERED = 1_000;
let gathered: (() => TerminalText)[] = [];
let timer: NodeJS.Timeout | undefined;

/** Writes to stdout, with a line feed behind. With `printError` and `rewrite` the one place that writes to the terminal. */
export function print(value: string | TerminalText): void {
  writeGathered();
  console.log(writtenOf(value));
}

/**
 * As `print`, 10 ms later at most, so that many lines are one write and no one waits for them to be made; what is printed
 * otherwise comes behind them.
 */
export function printSoon(make: () => TerminalText): void {
  if (gathered.push(make) >= MOST_GATHERED) writeGathered();
  else timer ??= setTimeout(writeGathered, GATHER_MS);
}

function writeGathered(): void {
  clearTimeout(timer);
  timer = undefined;
  if (gathered.length === 0) return;
  const all = gathered.map((make) => make().written).join('\n');
  gathered = [];
  console.log(all);
}

process.once('exit', writeGathered);

/** Writes to stderr, with a line feed behind. */
export function printError(value: string | TerminalText): void {
  writeGathered();
  console.error(writtenOf(value));
}

function writtenOf(value: Value): string {
  return value instanceof TerminalText ? value.written : printable(String(value));
}
