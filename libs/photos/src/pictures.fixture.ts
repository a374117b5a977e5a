import sharp, { type Sharp } from 'sharp';

/** A picture of one colour. */
export function plain(width: number, height: number, background = { r: 220, g: 30, b: 30 }): Sharp {
  return sharp({ create: { width, height, channels: 3, background } });
}

/** A JPEG with noise in it, so that to cut it off takes pixels away. */
export function noisy(width: number, height: number): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  return sharp({ create: { width, height, channels: 3, background: 'white', noise } })
    .jpeg()
    .toBuffer();
}

export { default as sharp } from 'sharp';
