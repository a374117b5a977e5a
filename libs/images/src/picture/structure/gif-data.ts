import { gifFrames } from './gif-blocks.ts';

/** What of its data a GIF lacks, or undefined: a frame with fewer pixels than it claims is shown as a hole. */
export function gifShortfall(bytes: Buffer): string | undefined {
  let index = 0;
  for (const { width, height, data } of gifFrames(bytes)) {
    index += 1;
    const pixels = pixelsIn(bytes, data, width * height);
    if (pixels < width * height) return `${pixels} of ${width * height} pixels in frame ${index}`;
  }
  return undefined;
}

/** How many pixels the LZW data at that place gives, counted up to `most`; all of them where it is no LZW data. */
function pixelsIn(bytes: Buffer, at: number, most: number): number {
  const codeSize = bytes[at] ?? 0;
  if (codeSize > 11) return most;
  const counter = pixelCounter(codeSize, most);
  for (let from = at + 1, size = bytes[from] ?? 0; size > 0; from += size + 1, size = bytes[from] ?? 0)
    for (let place = from + 1; place <= from + size; place += 1)
      if (counter.isDone(bytes[place] ?? 0)) return counter.pixels();
  return counter.pixels();
}

const MOST_CODES = 4096;

/**
 * Takes LZW data byte by byte until it is done. Of what a code stands for, only the length is kept. A code that cannot
 * be is left to the decoder. https://www.w3.org/Graphics/GIF/spec-gif89a.txt, Appendix F
 */
function pixelCounter(codeSize: number, most: number) {
  const clear = 1 << codeSize;
  const lengths = new Uint32Array(MOST_CODES).fill(1, 0, clear);
  let [next, width, before, pixels, held, heldBits] = [clear + 2, codeSize + 1, 0, 0, 0, 0];
  /** Whether the code ends the data. */
  const take = (code: number): boolean => {
    if (code === clear) {
      [next, width, before] = [clear + 2, codeSize + 1, 0];
      return false;
    }
    if (code === clear + 1) return true;
    if (code > next || (before === 0 && code > clear)) pixels = most;
    const length = code < next ? (lengths[code] ?? 0) : before + 1;
    if (before > 0 && next < MOST_CODES) {
      lengths[next] = before + 1;
      next += 1;
      if (next === 1 << width && width < 12) width += 1;
    }
    before = length;
    pixels += length;
    return pixels >= most;
  };
  return {
    pixels: () => Math.min(pixels, most),
    isDone: (byte: number): boolean => {
      held |= byte << heldBits;
      heldBits += 8;
      while (heldBits >= width) {
        const code = held & ((1 << width) - 1);
        held >>>= width;
        heldBits -= width;
        if (take(code)) return true;
      }
      return false;
    },
  };
}
