import { Jimp, JimpMime } from 'jimp';
import { wholeFile, work } from './worker.ts';

await work(async (file) => {
  const picture = await Jimp.fromBuffer(await wholeFile(file));
  const mime = picture.mime === JimpMime.png ? JimpMime.png : JimpMime.jpeg;
  return picture.scaleToFit({ w: 128, h: 128 }).getBuffer(mime);
});
