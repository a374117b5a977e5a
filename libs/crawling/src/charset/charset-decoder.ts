import { correctedDecoder } from './corrected-decoder.ts';
import { createGb18030Decoder } from './gb18030-decoder.ts';
import { createIso2022JpDecoder } from './iso-2022-jp-decoder.ts';
import { type CharsetDecoder, createPairDecoder, isPairCharset } from './pair-decoder.ts';

/**
 * A decoder for an encoding of the Encoding Standard, by its name. Those of Node follow the standard for Unicode and mostly
 * where a character is one byte; the other ones are ours, since Node's know too few characters, read half a character in
 * another way, or throw. https://encoding.spec.whatwg.org/#names-and-labels
 */
export function createCharsetDecoder(charset: string): CharsetDecoder {
  if (isPairCharset(charset)) return createPairDecoder(charset);
  if (charset === 'iso-2022-jp') return createIso2022JpDecoder();
  if (charset === 'replacement') return createReplacementDecoder();
  if (charset === 'gbk' || charset === 'gb18030') return createGb18030Decoder();
  return correctedDecoder(charset) ?? createNodeDecoder(charset);
}

function createNodeDecoder(charset: string): CharsetDecoder {
  const decoder = new TextDecoder(charset);
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}

/** For encodings that hide ASCII from those who check a page: one error for all of it. */
function createReplacementDecoder(): CharsetDecoder {
  let isBegun = false;
  return {
    write(bytes) {
      if (isBegun || bytes.length === 0) return '';
      isBegun = true;
      return '\ufffd';
    },
    end: () => '',
  };
}
