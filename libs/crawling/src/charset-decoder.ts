import { createKoreanDecoder } from './korean-decoder.ts';

/** Bytes to text, piece by piece: a character may begin in one and end in the next. Never throws for bad bytes. */
export type CharsetDecoder = { write(bytes: Uint8Array): string; end(): string };

/** A decoder for an encoding of the Encoding Standard, by its name. */
export function createCharsetDecoder(charset: string): CharsetDecoder {
  if (charset === 'euc-kr') return createKoreanDecoder();
  const decoder = new TextDecoder(charset);
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}

/** The name of the encoding that a label stands for, such as `euc-kr` for `ks_c_5601-1987`; undefined for others. */
export function charsetOfLabel(label: string): string | undefined {
  try {
    return new TextDecoder(LABELS_OF_WINDOWS.has(label.toLowerCase()) ? 'euc-kr' : label).encoding;
  } catch {
    return undefined;
  }
}

/** In use for Korean, though the Encoding Standard has only `windows-949`. */
const LABELS_OF_WINDOWS: ReadonlySet<string> = new Set(['cp949', 'ms949', 'uhc']);
