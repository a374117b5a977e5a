import { print, text } from '../cli/terminal.ts';
import { check, eventually } from './checks.ts';
import { generatedPhoto, type PictureClients } from './picture-clients.ts';

const KEY = '사진/훈련 a+b 😀.jpg';

/** A photo in, its thumbnail out: upright, without the place where it was taken; gone when the photo goes. */
export async function showThumbnail(pictures: PictureClients): Promise<void> {
  const photo = await generatedPhoto(1_600, 1_200);
  print(text`\nA photo of 1600 x 1200, ${photo.length} bytes, lying on its side, with GPS: ${KEY}`);
  await pictures.upload(KEY, photo);
  const seen = async () => {
    const thumbnail = await pictures.thumbnail(KEY);
    return thumbnail && [thumbnail.width, thumbnail.height, thumbnail.ContentType];
  };
  const elapsed = await eventually(`thumbnail in ${pictures.buckets.resized}`, seen, [96, 128, 'image/jpeg']);
  const thumbnail = await pictures.thumbnail(KEY);
  check('opened: format', thumbnail?.format, 'jpeg');
  check('metadata such as GPS left in it', thumbnail?.hasExif, false);
  print(text`    ${thumbnail?.bytes} bytes after ${Math.round(elapsed)} ms (the function was cold)`);
  await pictures.remove(KEY);
  await eventually('the photo removed: its thumbnail', async () => (await seen()) ?? 'gone', 'gone');
}

/** A photo becomes its proxy by a workflow: longest side 1280, upright. */
export async function showProxy(pictures: PictureClients): Promise<void> {
  const key = '사진/여름.jpg';
  print(text`\nA photo of 3000 x 1500 starts a workflow: ${key}`);
  await pictures.uploadPhoto(key, await generatedPhoto(3_000, 1_500));
  const seen = async () => {
    const proxy = await pictures.proxy(key);
    return proxy && [proxy.width, proxy.height, proxy.ContentType, proxy.hasExif];
  };
  const elapsed = await eventually(`proxy in ${pictures.buckets.proxies}`, seen, [
    640,
    1280,
    'image/jpeg',
    false,
  ]);
  print(text`    inspected and made after ${Math.round(elapsed)} ms (three functions were cold)`);
}
