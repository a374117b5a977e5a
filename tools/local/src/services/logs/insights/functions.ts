import type { FieldValue } from './query.ts';

/** A value that a field may not have. */
export type Maybe = FieldValue | undefined;

const UNITS_MS: Readonly<Record<string, number>> = {
  ...{ ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 },
  ...{ mo: 2_592_000_000, q: 7_776_000_000, y: 31_536_000_000 },
};

/** Milliseconds of `5m`; undefined for what is no duration. */
function durationMs(text: Maybe): number | undefined {
  const [, count, unit = ''] = /^(\d+)([a-z]+)$/.exec(String(text)) ?? [];
  const ms = UNITS_MS[unit];
  return ms === undefined || Number(count) === 0 ? undefined : Number(count) * ms;
}

/** `2026-11-27 03:05:00.000`. */
export function timeText(time: number): string {
  return Math.abs(time) <= 8.64e15
    ? new Date(time).toISOString().replace('T', ' ').replace('Z', '')
    : String(time);
}

/** Milliseconds of a time that `timeText` wrote, or of a number. */
function timeOf(value: Maybe): number | undefined {
  const text = String(value);
  const time = /^\d{4}-\d\d-\d\d \d\d:\d\d/.test(text)
    ? Date.parse(`${text.replace(' ', 'T')}Z`)
    : numberOf(value);
  return Number.isNaN(time) ? undefined : time;
}

export function numberOf(value: Maybe): number | undefined {
  if (typeof value === 'number') return value;
  if (value === undefined || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

export function textOf(value: Maybe): string {
  return value === undefined ? '' : String(value);
}

const calculated =
  (calculate: (...numbers: number[]) => number) =>
  (args: readonly Maybe[]): Maybe => {
    const numbers = args.map(numberOf);
    return numbers.every((number) => number !== undefined) ? calculate(...numbers) : undefined;
  };
const said =
  (say: (...texts: string[]) => FieldValue) =>
  (args: readonly Maybe[]): Maybe =>
    args[0] === undefined ? undefined : say(...args.map(textOf));

function floored([time, duration]: readonly Maybe[]): Maybe {
  const [ms, at] = [durationMs(duration), timeOf(time)];
  return ms === undefined || at === undefined ? undefined : timeText(Math.floor(at / ms) * ms);
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html */
export const FUNCTIONS: ReadonlyMap<string, (args: readonly Maybe[]) => Maybe> = new Map([
  // `bin` is about the time of the event, which stands before its argument.
  ['bin', floored],
  ['datefloor', floored],
  ['abs', calculated(Math.abs)],
  ['ceil', calculated(Math.ceil)],
  ['floor', calculated(Math.floor)],
  ['sqrt', calculated(Math.sqrt)],
  ['greatest', calculated(Math.max)],
  ['least', calculated(Math.min)],
  ['ispresent', ([value]: readonly Maybe[]): Maybe => Number(value !== undefined)],
  ['isempty', ([value]: readonly Maybe[]): Maybe => Number(value === undefined || value === '')],
  ['isblank', ([value]: readonly Maybe[]): Maybe => Number(textOf(value).trim() === '')],
  ['coalesce', (args: readonly Maybe[]): Maybe => args.find((value) => value !== undefined)],
  ['concat', (args: readonly Maybe[]): Maybe => args.map(textOf).join('')],
  ['strlen', said((text) => text.length)],
  ['strcontains', said((text, part = '') => Number(text.includes(part)))],
  ['toupper', said((text) => text.toUpperCase())],
  ['tolower', said((text) => text.toLowerCase())],
  ['trim', said((text) => text.trim())],
  ['ltrim', said((text) => text.trimStart())],
  ['rtrim', said((text) => text.trimEnd())],
  ['replace', said((text, part = '', by = '') => (part === '' ? text : text.split(part).join(by)))],
  ['substr', said((text, from = '0', count = '') => cut(text, Number(from), count))],
  ['tomillis', ([value]: readonly Maybe[]): Maybe => timeOf(value)],
  ['frommillis', ([value]: readonly Maybe[]): Maybe => millisText(numberOf(value))],
]);

function cut(text: string, from: number, count: string): string {
  return text.slice(from, count === '' ? undefined : from + Number(count));
}

function millisText(ms: number | undefined): Maybe {
  return ms === undefined ? undefined : timeText(ms);
}
