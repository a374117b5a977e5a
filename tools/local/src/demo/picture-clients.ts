import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import sharp from 'sharp';
import * as z from 'zod';

const pictureOutputs = z.looseObject({
  Thumbnails: z.looseObject({ ImagesBucketName: z.string(), ResizedBucketName: z.string() }),
  Photos: z.looseObject({ PhotosBucketName: z.string(), ProxiesBucketName: z.string() }),
});

/** What a photographer and an onlooker do with the stacks `Thumbnails` and `Photos`, with the usual client. */
export function pictureClients(stack: { url: string; outputs: Record<string, unknown> }) {
  const { Thumbnails, Photos } = pictureOutputs.parse(stack.outputs);
  const { ImagesBucketName: images, ResizedBucketName: resized } = Thumbnails;
  const { PhotosBucketName: photos, ProxiesBucketName: proxies } = Photos;
  const credentials = { accessKeyId: 'demo', secretAccessKey: 'demo' };
  const s3 = new S3Client({ endpoint: stack.url, region: 'us-east-1', credentials });
  const put = async (Bucket: string, Key: string, Body: Buffer) => {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  };
  return {
    buckets: { images, resized, photos, proxies },
    upload: (key: string, photo: Buffer) => put(images, key, photo),
    uploadPhoto: (key: string, photo: Buffer) => put(photos, key, photo),
    remove: async (Key: string) => {
      await s3.send(new DeleteObjectCommand({ Bucket: images, Key }));
    },
    /** The thumbnail of an upload, opened, once it is there. */
    thumbnail: (key: string) => openPicture(s3, resized, `thumbnail-${key}`),
    proxy: (key: string) => openPicture(s3, proxies, key),
    close: () => s3.destroy(),
  };
}

export type PictureClients = ReturnType<typeof pictureClients>;

async function openPicture(s3: S3Client, Bucket: string, Key: string) {
  try {
    const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const picture = Buffer.from((await Body?.transformToByteArray()) ?? []);
    const { width, height, format, exif } = await sharp(picture).metadata();
    return { width, height, format, ContentType, bytes: picture.length, hasExif: exif !== undefined };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** A JPEG with a sky and a field, that says where it was taken and that it lies on its side. */
export async function generatedPhoto(width: number, height: number): Promise<Buffer> {
  const field = {
    create: { width, height: Math.ceil(height / 2), channels: 3 as const, background: '#3a7d2c' },
  };
  const input = await sharp(field).png().toBuffer();
  return sharp({ create: { width, height, channels: 3, background: '#7fb2e5' } })
    .composite([{ input, top: Math.floor(height / 2), left: 0 }])
    .withExif({ IFD3: { GPSLatitude: '47/1 37/1 0/1', GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 90 })
    .toBuffer();
}
