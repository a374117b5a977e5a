import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import sharp from 'sharp';
import * as z from 'zod';

const thumbnailOutputs = z.looseObject({ ImagesBucketName: z.string(), ResizedBucketName: z.string() });

/** What a photographer and an onlooker do with the stack `Thumbnails`, with the usual client. */
export function thumbnailClients(stack: { url: string; outputs: Record<string, unknown> }) {
  const { ImagesBucketName, ResizedBucketName } = thumbnailOutputs.parse(stack.outputs.Thumbnails);
  const credentials = { accessKeyId: 'demo', secretAccessKey: 'demo' };
  const s3 = new S3Client({ endpoint: stack.url, region: 'us-east-1', credentials });
  return {
    buckets: { images: ImagesBucketName, resized: ResizedBucketName },
    upload: async (Key: string, Body: Buffer) => {
      await s3.send(new PutObjectCommand({ Bucket: ImagesBucketName, Key, Body }));
    },
    remove: async (Key: string) => {
      await s3.send(new DeleteObjectCommand({ Bucket: ImagesBucketName, Key }));
    },
    /** Width, height, format and content type of the thumbnail of an upload, once it is there. */
    thumbnail: async (key: string) => {
      const object = new GetObjectCommand({ Bucket: ResizedBucketName, Key: `thumbnail-${key}` });
      try {
        const { Body, ContentType } = await s3.send(object);
        const picture = Buffer.from((await Body?.transformToByteArray()) ?? []);
        const { width, height, format, exif } = await sharp(picture).metadata();
        return { width, height, format, ContentType, bytes: picture.length, hasExif: exif !== undefined };
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    close: () => s3.destroy(),
  };
}

export type ThumbnailClients = ReturnType<typeof thumbnailClients>;

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
