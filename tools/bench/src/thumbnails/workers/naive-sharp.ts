import sharp from 'sharp';
import { wholeFile, work } from './worker.ts';

/* As the first example of sharp does it, with its defaults. */
await work(async (file) =>
  sharp(await wholeFile(file))
    .resize(128, 128, { fit: 'inside', withoutEnlargement: true })
    .toBuffer(),
);
