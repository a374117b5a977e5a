import { s3Record, s3Records } from '@hanok/events';
import { buildS3Event, type ObjectChange } from '@hanok/events/testing';
import { asyncEvent, RecordsFailedError } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { startStepFunctions } from '@hanok/testing';
import { createExecutions } from '@hanok/workflows/executions';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { executionName, startPhoto } from './start-photo.ts';

const upload: ObjectChange = {
  eventName: 'ObjectCreated:Put',
  bucket: 'photos-1',
  key: '사진/여름 +1.jpg',
  sequencer: '0055AED6DCD90281E5',
  eTag: 'd41d8cd98f00b204e9800998ecf8427e',
};
const input = {
  bucket: 'photos-1',
  key: '사진/여름 +1.jpg',
  eTag: 'd41d8cd98f00b204e9800998ecf8427e',
  sequencer: '0055AED6DCD90281E5',
};

const machine = await startStepFunctions({ machine: 'Photo' });
beforeEach(() => machine.executions.clear());
afterAll(machine.stop);

const deliver = (...changes: ObjectChange[]) => deliverTo(machine, ...changes);
async function deliverTo(machine: Parameters<typeof createExecutions>[0], ...changes: ObjectChange[]) {
  const { log, metrics, lines } = recordLines();
  const handle = startPhoto({ executions: createExecutions(machine), log, metrics });
  const handler = asyncEvent({ records: s3Records, record: s3Record, handle, log, metrics });
  await handler(buildS3Event(changes), buildLambdaContext());
  return lines();
}

describe('photo-start', () => {
  it('starts one execution for an upload, with the key as it is stored', async () => {
    const lines = await deliver(upload);
    expect([...machine.executions.values()]).toEqual([
      { name: executionName(input), input: JSON.stringify(input), status: 'RUNNING', states: [] },
    ]);
    expect(lines).toContainEqual(
      expect.objectContaining({ message: 'photo started', bucket: 'photos-1', key: '사진/여름 +1.jpg' }),
    );
  });

  it('starts no other for the same event again, in one batch, after another, or once the first has ended', async () => {
    await deliver(upload, upload, { ...upload, sequencer: '0055aed6dcd90281e5' });
    await deliver(upload);
    for (const each of machine.executions.values()) each.status = 'SUCCEEDED';
    const lines = await deliver(upload);
    expect(machine.executions.size).toBe(1);
    expect(lines.at(-1)).toMatchObject({ PhotosStarted: 1, RecordsFailed: 0 });
  });

  it.each(['FAILED', 'TIMED_OUT', 'ABORTED'])(
    'starts one that is %s again when its event comes again',
    async (status) => {
      await deliver(upload);
      for (const each of machine.executions.values()) each.status = status;
      await deliver({ ...upload, sequencer: upload.sequencer.toLowerCase() });
      await deliver(upload);
      const name = executionName(input);
      expect([...machine.executions.values()]).toMatchObject([
        { name, status },
        { name: `${name}.2`, status: 'RUNNING', input: JSON.stringify(input) },
      ]);
    },
  );

  it('starts one for each upload of a key, each key and each bucket', async () => {
    const others = [{ sequencer: '0055AED6DCD90281E6' }, { key: 'b.jpg' }, { bucket: 'photos-2' }];
    await deliver(upload, ...others.map((other) => ({ ...upload, ...other })));
    expect(machine.executions.size).toBe(4);
    for (const name of machine.executions.keys()) expect(name).toMatch(/^[\w-]{43}$/);
  });

  it('rejects a removal and an event without an ETag, and starts the others', async () => {
    const { eTag, ...bare } = upload;
    const removal = { ...bare, eventName: 'ObjectRemoved:Delete' } as const;
    const lines = await deliver(removal, bare, { ...upload, key: 'b.jpg' });
    expect(eTag).toBe(input.eTag);
    expect([...machine.executions.values()].map((each) => JSON.parse(each.input).key)).toEqual(['b.jpg']);
    expect(lines.at(-1)).toMatchObject({ RejectedNotAnUpload: 2, RecordsRejected: 2, RecordsFailed: 0 });
  });

  it('fails, to be delivered again, while Step Functions does not answer', async () => {
    const stopped = await startStepFunctions({ maxAttempts: 1 });
    await stopped.stop();
    await expect(deliverTo(stopped, upload)).rejects.toThrow(RecordsFailedError);
  });
});
