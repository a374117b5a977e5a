/**
 * Path parameters as the client meant them: a REST API passes them on percent-encoded. Undefined when one of them is
 * not valid percent-encoded UTF-8.
 */
export function decodePathParameters(
  encoded: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> | undefined {
  try {
    const entries = Object.entries(encoded).map(
      ([name, value]) => [name, value && decodeURIComponent(value)] as const,
    );
    return Object.fromEntries(entries);
  } catch {
    return undefined;
  }
}
