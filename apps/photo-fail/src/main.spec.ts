import { buildLambdaContext } from '@hanok/lambda/testing';
import { PHOTO_TABLE } from '@hanok/photos';
import { prepareFunction, startTables } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';

const tables = await startTables([PHOTO_TABLE]);
afterAll(tables.stop);
prepareFunction({ ...tables.variables, PHOTO_TABLE: tables.nameOf(PHOTO_TABLE) });
const { handler } = await import('./main.ts');

it('stores by which error an upload failed that no other task has written, whatever the cause is', async () => {
  const upload = { bucket: 'photos-1', key: '가'.repeat(341), eTag: 'abc', sequencer: '0A' };
  const failure = { Error: 'Runtime.OutOfMemory', Cause: 'x'.repeat(100_000) };
  const answer = { outcome: 'failed', reason: 'Runtime.OutOfMemory' };
  expect(await handler({ ...upload, failure, inspection: {} }, buildLambdaContext())).toEqual(answer);
  expect(await tables.find(PHOTO_TABLE, { PhotoKey: { S: `photos-1/${upload.key}` } })).toMatchObject({
    Status: { S: 'FAILED' },
    Reason: { S: 'Runtime.OutOfMemory' },
  });
  const odd = { ...upload, failure: 'text' };
  expect(await handler(odd, buildLambdaContext())).toEqual({ outcome: 'failed', reason: 'Unknown' });
});
