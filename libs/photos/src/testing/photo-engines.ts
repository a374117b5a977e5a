import { S3Client } from '@aws-sdk/client-s3';
import { startObjectStore } from '@hanok/engines';
import { clientSettings, endpointVariables, startTables } from '@hanok/testing';
import { PHOTO_TABLE } from '../tables/definitions.ts';

/** A real object store with the buckets and a real table of photos, with their clients. */
export async function startPhotoEngines(buckets: readonly string[]) {
  const [objects, tables] = await Promise.all([startObjectStore(), startTables([PHOTO_TABLE])]);
  for (const bucket of buckets) objects.createBucket(bucket);
  const s3 = new S3Client(clientSettings(objects.endpoint));
  return {
    s3,
    tables,
    /** The environment in which a function of the project finds both. */
    variables: {
      ...tables.variables,
      ...endpointVariables({ S3: objects.endpoint }),
      PHOTO_TABLE: tables.nameOf(PHOTO_TABLE),
    },
    stop: async () => {
      s3.destroy();
      await Promise.all([objects.stop(), tables.stop()]);
    },
  };
}
