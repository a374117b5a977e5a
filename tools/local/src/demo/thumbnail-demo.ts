import { check, eventually } from './checks.ts';
import { generatedPhoto, type ThumbnailClients } from './thumbnail-clients.ts';

const KEY = '사진/훈련 a+b 😀.jpg';

/** A photo in, its thumbnail out: upright, without the place where it was taken; gone when the photo goes. */
export async function showThumbnail(thumbnails: ThumbnailClients): Promise<void> {
  const photo = await generatedPhoto(1_600, 1_200);
  console.log(`\nA photo of 1600 x 1200, ${photo.length} bytes, lying on its side, with GPS: ${KEY}`);
  await thumbnails.upload(KEY, photo);
  const seen = async () => {
    const thumbnail = await thumbnails.thumbnail(KEY);
    return thumbnail && [thumbnail.width, thumbnail.height, thumbnail.ContentType];
  };
  const elapsed = await eventually(`thumbnail in ${thumbnails.buckets.resized}`, seen, [
    96,
    128,
    'image/jpeg',
  ]);
  const thumbnail = await thumbnails.thumbnail(KEY);
  check('opened: format', thumbnail?.format, 'jpeg');
  check('metadata such as GPS left in it', thumbnail?.hasExif, false);
  console.log(`    ${thumbnail?.bytes} bytes after ${Math.round(elapsed)} ms (the function was cold)`);
  await thumbnails.remove(KEY);
  await eventually('the photo removed: its thumbnail', async () => (await seen()) ?? 'gone', 'gone');
}
