/** The code of an error of the system, of Node or of a client, such as `ECONNREFUSED`. */
export function errorCodeOf(thrown: unknown): string {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : 'unknown';
}
