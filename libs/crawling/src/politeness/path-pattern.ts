/** A path of a rule in its one spelling: the texts between its `*`, and whether it ends with `$`. */
export type PathPattern = { parts: readonly string[]; isExact: boolean; hasQuery: boolean; octets: number };
/** A URL's path and query in their one spelling, for patterns with and without a query. */
type ComparedPath = { plain: string; withQuery: string };

/** Reads the path of a rule. `*` is any text; `$` at the end is the end of the URL, and a character elsewhere. */
export function readPattern(text: string): PathPattern {
  const isExact = text.endsWith('$');
  const pattern = spellQuery(spellOctets(isExact ? text.slice(0, -1) : text).replaceAll('$', '%24'));
  return {
    parts: pattern.split('*'),
    isExact,
    hasQuery: pattern.includes('?'),
    octets: pattern.length + Number(isExact),
  };
}

/** The path and query of a URL; its own `*` and `$` are characters, which a rule writes as `%2A` and `%24`. */
export function readPath({ pathname, search }: URL): ComparedPath {
  const plain = spellOctets(pathname + search)
    .replaceAll('*', '%2A')
    .replaceAll('$', '%24');
  return { plain, withQuery: spellQuery(plain) };
}

/** Whether the pattern matches the path from its start. Each part is taken where it stands first: no way leads back. */
export function matchesPath({ parts, isExact, hasQuery }: PathPattern, path: ComparedPath): boolean {
  const text = hasQuery ? path.withQuery : path.plain;
  const [first = '', ...others] = parts;
  if (!text.startsWith(first)) return false;
  const last = isExact ? others.pop() : undefined;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  if (!isExact) return true;
  return last === undefined ? at === text.length : text.endsWith(last) && text.length - last.length >= at;
}

/**
 * The one spelling of each octet: unreserved characters as they are, reserved ones as the text has them, all others in
 * UTF-8 with percent signs and upper-case digits. https://www.rfc-editor.org/rfc/rfc9309#section-2.2.2
 */
function spellOctets(text: string): string {
  return text
    .toWellFormed()
    .replace(/%([\da-f]{2})|[^\w.~!'()*:/?#[\]@$&+,;=%-]+/gi, (found: string, digits: string | undefined) => {
      if (digits === undefined) return encodeURIComponent(found);
      const character = String.fromCharCode(Number.parseInt(digits, 16));
      return /[\w.~-]/.test(character) ? character : found.toUpperCase();
    });
}

/** Behind the first `?` these reserved characters separate nothing: `https://` and `https%3A%2F%2F` are the same. */
function spellQuery(text: string): string {
  const start = text.indexOf('?') + 1;
  if (start === 0) return text;
  return text.slice(0, start) + text.slice(start).replace(/%(?:27|2F|3A|3F|40|5B|5D)/g, decodeURIComponent);
}
