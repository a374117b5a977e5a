import sharp, { type Sharp } from 'sharp';
import { type IntakeRules, makeThumbnails, type Rendition, type ThumbnailRules } from './index.ts';

/** The limits and formats of the defaults. */
export const INTAKE: IntakeRules = {
  accepted: ['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'],
  limits: { bytes: 128 * 2 ** 20, pixels: 50_000_000, frames: 1000, memoryBytes: 750 * 2 ** 20, seconds: 20 },
};
export const RULES: ThumbnailRules = {
  ...INTAKE,
  sizes: [{ name: '128x128', box: { width: 128, height: 128 }, format: undefined }],
};

type Rgb = { r: number; g: number; b: number };
export const COLORS = {
  red: { r: 220, g: 30, b: 30 },
  green: { r: 30, g: 200, b: 40 },
  blue: { r: 30, g: 60, b: 220 },
  yellow: { r: 230, g: 220, b: 40 },
} as const;

/** A picture of one colour. */
export function plain(width: number, height: number, background: Rgb = COLORS.red): Sharp {
  return sharp({ create: { width, height, channels: 3, background } });
}

/** Four quarters: red and green above, blue and yellow below. */
export async function quarters(width: number, height: number): Promise<Sharp> {
  const [w, h] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const quarter = (color: Rgb) => plain(w, h, color).png().toBuffer();
  const layers = [
    { input: await quarter(COLORS.green), left: w, top: 0 },
    { input: await quarter(COLORS.blue), left: 0, top: h },
    { input: await quarter(COLORS.yellow), left: w, top: h },
  ];
  const whole = await plain(2 * w, 2 * h)
    .composite(layers)
    .png()
    .toBuffer();
  return sharp(whole);
}

/** An animation of so many frames, each of another grey. */
export function animation(width: number, height: number, frames: number): Sharp {
  const greys = Array.from({ length: frames }, (_, index) => (index * 37) % 256);
  const rows = Buffer.concat(greys.map((grey) => Buffer.alloc(width * height * 3, grey)));
  return sharp(rows, { raw: { width, height: height * frames, channels: 3, pageHeight: height } });
}

/** The thumbnails of these bytes, which come in chunks of 64 KiB as from a socket. */
export function thumbnailsOf(bytes: Buffer, rules: Partial<ThumbnailRules> = {}): Promise<Rendition[]> {
  return makeThumbnails(chunksOf(bytes), bytes.length, { ...RULES, ...rules });
}

/** The main thumbnail, decoded. */
export async function thumbnailOf(bytes: Buffer, rules: Partial<ThumbnailRules> = {}) {
  const [thumbnail] = await thumbnailsOf(bytes, rules);
  if (thumbnail === undefined) throw new Error('No thumbnail');
  return { ...thumbnail, metadata: await sharp(thumbnail.bytes).metadata() };
}

/** The colour in the middle of each quarter, by name, left to right, then down; `other` when it is none of ours. */
export async function quarterColors(bytes: Buffer): Promise<string[]> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => {
    const offset = (Math.floor(info.height * y) * info.width + Math.floor(info.width * x)) * info.channels;
    return nameOf({ r: data[offset] ?? 0, g: data[offset + 1] ?? 0, b: data[offset + 2] ?? 0 });
  };
  return [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)];
}

function nameOf({ r, g, b }: Rgb): string {
  const near = Object.entries(COLORS).find(
    ([, each]) => Math.max(Math.abs(each.r - r), Math.abs(each.g - g), Math.abs(each.b - b)) < 40,
  );
  return near?.[0] ?? `other ${r},${g},${b}`;
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}
