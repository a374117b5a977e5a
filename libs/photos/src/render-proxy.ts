import {
  contentTypeOf,
  fitBox,
  inspectPicture,
  type IntakeRules,
  keptFormat,
  readPicture,
  renderPicture,
  type Thumbnail,
} from '@hanok/images';

/** The longest side of a proxy, in pixels. */
export const PROXY_SIDE = 1280;

/** The proxy of a photo of `length` bytes. Throws `RejectedPictureError`, also for what only decoding all of it shows. */
export async function renderProxy(
  stream: AsyncIterable<Uint8Array>,
  length: number,
  rules: IntakeRules,
): Promise<Thumbnail> {
  const file = await readPicture(stream, length, rules);
  const header = await inspectPicture(file, rules);
  const format = keptFormat(header.format);
  const size = fitBox(header, { width: PROXY_SIDE, height: PROXY_SIDE });
  const bytes = await renderPicture(file, header, { size, format, seconds: rules.limits.seconds });
  return { bytes, contentType: contentTypeOf(format) };
}
