/** The thumbnail of a file, which comes as a stream, as it does from S3. */
export type MakeThumbnail = (file: string) => Promise<Buffer>;

/** Each is loaded only where it runs: what another one loads would be in its memory. */
export const contenders: Readonly<Record<string, () => Promise<MakeThumbnail>>> = {
  'naive sharp': async () => (await import('./naive-thumbnail.ts')).naiveThumbnail,
  ours: async () => (await import('./our-thumbnail.ts')).ourThumbnail,
  jimp: async () => (await import('./jimp-thumbnail.ts')).jimpThumbnail,
};
