import { jsonPattern } from './json-pattern.ts';
import { invalidPattern } from './errors.ts';

/** Whether a log event's message matches. */
type MessageFilter = (message: string) => boolean;

const TERM = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|([\p{L}\p{N}_]+))(?=\s|$)/uy;

/**
 * Compiles a filter pattern: terms that must all occur, `-` before one that must not, `?` before alternatives, quotes
 * around what is not a word, or a JSON pattern in braces. Throws `InvalidParameterException` naming any other pattern.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(pattern: string): MessageFilter {
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
