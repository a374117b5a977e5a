/** Claims that API Gateway passes as a date rather than as seconds. */
const DATES: ReadonlySet<string> = new Set(['exp', 'iat']);

/**
 * Claims as a REST API passes them to a function: all of them text, lists joined by commas, and `exp` and `iat` in
 * the form `Wed May 20 19:53:19 UTC 2026`.
 */
export function claimsAsStrings(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, asString(name, value)]));
}

function asString(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && DATES.has(name)) return asDate(value);
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function asDate(seconds: number): string {
  const date = new Date(seconds * 1000).toUTCString();
  return date.replace(/^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '$1 $3 $2 $5 UTC $4');
}
