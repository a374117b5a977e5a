import { malformedQuery } from '../errors.ts';

const LONGEST = 1000;

/** The groups of a pattern that a match has, in their order; undefined for text that does not match. */
export type Matcher = (text: string) => Readonly<Record<string, string | undefined>> | undefined;

/**
 * A regular expression of a query, `(?i)` before it and `(?P<name>` in it as AWS takes them. It may take for ever: a
 * query runs in a thread that can be ended. Throws `MalformedQueryException`.
 */
export function compileRegex(source: string): RegExp {
  if (source.length > LONGEST)
    throw malformedQuery(`A regular expression is longer than ${LONGEST} characters`);
  const [, flag = '', rest = source] = /^\(\?(i)\)(.*)$/s.exec(source) ?? [];
  try {
    return new RegExp(rest.replaceAll('(?P<', '(?<'), `${flag}s`);
  } catch (error) {
    throw malformedQuery(`The regular expression is invalid: ${error instanceof Error ? error.message : ''}`);
  }
}

/** Finds a regular expression; its groups have these names, or stand in their order. */
export function regexMatcher(regex: RegExp, names: readonly string[]): Matcher {
  return (text) => {
    const match = regex.exec(text);
    if (match === null) return undefined;
    return Object.fromEntries(names.map((name, index) => [name, match.groups?.[name] ?? match[index + 1]]));
  };
}

/** Finds a pattern whose `*` stand for what is named: each as little as it can be, the last one of all for the rest. */
export function globMatcher(glob: string, names: readonly string[]): Matcher {
  const [first = '', ...parts] = glob.split('*');
  return (text) => {
    let at = text.indexOf(first);
    if (at < 0) return undefined;
    at += first.length;
    const values: string[] = [];
    for (const [index, part] of parts.entries()) {
      const isRest = part === '' && index === parts.length - 1;
      const end = isRest ? text.length : text.indexOf(part, at);
      if (end < 0) return undefined;
      values.push(text.slice(at, end));
      at = end + part.length;
    }
    return Object.fromEntries(names.map((name, index) => [name, values[index]]));
  };
}
