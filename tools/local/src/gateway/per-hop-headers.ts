/**
 * Headers of one hop, in lower case, which no service passes on to a function.
 * https://www.rfc-editor.org/rfc/rfc9110.html#section-7.6.1
 */
export const PER_HOP_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'expect',
  'te',
]);

/** Headers of an answer, in lower case, that a service writes itself, whatever a function says. */
export const WRITTEN_HEADERS: readonly string[] = [
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'upgrade',
  'date',
];
