import { jsonPattern } from './json-pattern.ts';
import { invalidParameter, invalidPattern } from './errors.ts';

/** Whether a log event's message matches. */
type MessageFilter = (message: string) => boolean;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const LONGEST = 1024;
const TERM = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|([\p{L}\p{N}_]+))(?=\s|$)/uy;

/**
 * Compiles a filter pattern: terms that must all occur, `-` before one that must not, `?` before alternatives, quotes
 * around what is not a word, or a JSON pattern in braces. Throws `InvalidParameterException` naming any other pattern,
 * `%regular expressions%` among them, and for a pattern that is too long.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(pattern: string): MessageFilter {
  if (pattern.length > LONGEST) throw tooLong(pattern);
  const trimmed = pattern.trim();
  return trimmed.startsWith('{') ? jsonPattern(trimmed) : termPattern(trimmed);
}

function termPattern(pattern: string): MessageFilter {
  const terms = readTerms(pattern);
  const texts = (sign: string) => terms.filter((each) => each.sign === sign).map((each) => each.text);
  const [required, excluded, alternatives] = [texts(''), texts('-'), texts('?')];
  if (alternatives.length > 0 && alternatives.length < terms.length) throw invalidPattern(pattern);
  return (message) =>
    required.every((text) => message.includes(text)) &&
    !excluded.some((text) => message.includes(text)) &&
    (alternatives.length === 0 || alternatives.some((text) => message.includes(text)));
}

function readTerms(pattern: string): { sign: string; text: string }[] {
  const terms = [];
  for (let end = 0; end < pattern.length; end = TERM.lastIndex) {
    TERM.lastIndex = end;
    const [matched, sign = '', quoted, word = ''] = TERM.exec(pattern) ?? [];
    if (matched === undefined) throw invalidPattern(pattern);
    terms.push({ sign, text: quoted?.replace(/\\(.)/gu, '$1') ?? word });
  }
  return terms;
}

function tooLong(pattern: string) {
  const rule = `Member must have length less than or equal to ${LONGEST}`;
  const what = `Value '${pattern}' at 'filterPattern' failed to satisfy constraint: ${rule}`;
  return invalidParameter(`1 validation error detected: ${what}`);
}
