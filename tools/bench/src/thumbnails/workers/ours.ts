import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { makeThumbnails, saveDecoderMemory, type ThumbnailRules } from '@hanok/images';
import { work } from './worker.ts';

/** The defaults of the function. */
const RULES: ThumbnailRules = {
  sizes: [{ name: '128x128', box: { width: 128, height: 128 }, format: undefined }],
  accepted: ['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'],
  limits: { bytes: 128 * 2 ** 20, pixels: 50_000_000, frames: 1000, memoryBytes: 750 * 2 ** 20, seconds: 20 },
};

/* As `create-thumbnail` makes it: from the stream, in little memory. */
saveDecoderMemory();
await work(async (file) => {
  const { size } = await stat(file);
  const [thumbnail] = await makeThumbnails(createReadStream(file), size, RULES);
  if (thumbnail === undefined) throw new RangeError('No thumbnail');
  return thumbnail.bytes;
});
