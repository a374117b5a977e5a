/** A media type: `type/subtype` in lower case, and the label of its charset as it stands. */
type MediaType = { essence: string; charset?: string | undefined };

/**
 * The type that the values of a page's `Content-Type` headers name: the last one that is a type counts, and takes over
 * the charset of those of the same type before it. Undefined when there is none.
 * https://fetch.spec.whatwg.org/#concept-header-extract-mime-type
 */
export function mediaTypeOf(values: readonly string[]): MediaType | undefined {
  let found: MediaType | undefined;
  for (const value of splitList(values.join(', '))) {
    const type = parseType(value);
    if (type === undefined || type.essence === '*/*') continue;
    const isSame = type.essence === found?.essence;
    found = { ...type, charset: type.charset ?? (isSame ? found?.charset : undefined) };
  }
  return found;
}

/** Whether a page of this `Content-Type` is XML. */
export const isXhtml = (contentType: string): boolean =>
  mediaTypeOf([contentType])?.essence === 'application/xhtml+xml';

/** The parts between commas that stand in no quotes. A quote that does not end reaches to the end. */
export function splitList(text: string): string[] {
  const parts = text.match(/(?:"(?:[^"\\]|\\.)*(?:"|\\?$)|[^",])+/gs) ?? [];
  return parts.map((part) => part.trim());
}

/**
 * https://mimesniff.spec.whatwg.org/#parsing-a-mime-type, and beyond it blanks beside the equals sign and single quotes
 * around the charset, which sites write.
 */
function parseType(text: string): MediaType | undefined {
  const [, essence, parameters = ''] =
    /^\s*([!#$%&'*+\-.^`|~\w]+\/[!#$%&'*+\-.^`|~\w]+)\s*(?:;(.*))?$/s.exec(text) ?? [];
  if (essence === undefined) return undefined;
  const pattern = /([^;=]*)(?:=\s*(?:"((?:[^"\\]|\\.)*)(?:"|\\?$)[^;]*|([^;]*)))?(?:;|$)/gs;
  for (const [, name = '', quoted, bare = ''] of parameters.matchAll(pattern)) {
    const value = quoted?.replace(/\\(.)/gs, '$1') ?? bare.trim().replace(/^'(.*)'$/s, '$1');
    if (name.trim().toLowerCase() === 'charset' && value !== '')
      return { essence: essence.toLowerCase(), charset: value };
  }
  return { essence: essence.toLowerCase() };
}
