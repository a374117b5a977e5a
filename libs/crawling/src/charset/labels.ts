/**
 * The name of the encoding that a label stands for, such as `euc-kr` for `ks_c_5601-1987`; undefined for others.
 * https://encoding.spec.whatwg.org/#concept-encoding-get
 */
export function charsetOfLabel(label: string): string | undefined {
  const trimmed = label.replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, '').toLowerCase();
  const other = OTHER_LABELS.get(trimmed);
  if (other !== undefined) return other;
  try {
    return new TextDecoder(trimmed).encoding;
  } catch {
    return undefined;
  }
}

/** Labels that Node 22 does not take: those of `replacement`, two encodings of one byte, and three in use for Korean beside `windows-949`. */
const OTHER_LABELS: ReadonlyMap<string, string> = new Map([
  ...['replacement', 'csiso2022kr', 'hz-gb-2312', 'iso-2022-cn', 'iso-2022-cn-ext', 'iso-2022-kr'].map(
    (label) => [label, 'replacement'] as const,
  ),
  ...['iso-8859-16', 'x-user-defined'].map((label) => [label, label] as const),
  ...['cp949', 'ms949', 'uhc'].map((label) => [label, 'euc-kr'] as const),
]);
