import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import tutorialEvent from '@hanok/events/samples/s3-put.json' with { type: 'json' };
import { eventually } from '@hanok/testing';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { generatedPhoto, pictureClients, type PictureClients } from '../demo/picture-clients.ts';
import type { LogLine } from '../log-line.ts';
import { clientConfig, CLOCK_SPEED } from './gomoku-stack.fixture.ts';
import { type Stack, startStack } from './start-stack.ts';

let stack: Stack;
let pictures: PictureClients;
let lambda: LambdaClient;
let photo: Buffer;
const lines: LogLine[] = [];
beforeAll(async () => {
  const onLine = (line: LogLine) => void lines.push(line);
  stack = await startStack({
    assembly: assemblyFolder,
    only: ['Thumbnails', 'Photos'],
    port: 0,
    clockSpeed: CLOCK_SPEED,
    onLine,
  });
  pictures = pictureClients(stack);
  lambda = new LambdaClient(clientConfig(stack.url));
  photo = await generatedPhoto(640, 320);
});
afterAll(async () => {
  pictures.close();
  lambda.destroy();
  await stack.stop();
});

const upright = { width: 64, height: 128, format: 'jpeg', ContentType: 'image/jpeg', hasExif: false };
const arrived = (key: string) =>
  eventually(async () => expect(await pictures.thumbnail(key)).toMatchObject(upright));
const runs = () => lines.filter(({ line }) => line.startsWith('REPORT ')).length;

describe('the stack Thumbnails', () => {
  it.each([
    'HappyFace.jpg',
    'photos/2026/a b+c.jpg',
    '사진/훈련 😀.jpg'.normalize('NFC'),
    '사진/훈련 😀 2.jpg'.normalize('NFD'),
    '100%/../a&b=c;d.jpg',
  ])('makes the thumbnail of %s under its whole key, and takes it away with the photo', async (key) => {
    await pictures.upload(key, photo);
    await arrived(key);
    await pictures.remove(key);
    await eventually(async () => expect(await pictures.thumbnail(key)).toBeUndefined());
  });

  it("answers the console's Amazon S3 Put event, its bucket and key replaced, through Invoke", async () => {
    const key = 'test key.jpg';
    await pictures.upload(key, photo);
    await arrived(key);
    const [record] = tutorialEvent.Records;
    const s3 = {
      ...record?.s3,
      bucket: { ...record?.s3.bucket, name: pictures.buckets.images },
      object: { ...record?.s3.object, key: 'test+key.jpg' },
    };
    const Payload = JSON.stringify({ Records: [{ ...record, s3 }] });
    const answer = await lambda.send(new InvokeCommand({ FunctionName: 'Create-Thumbnail', Payload }));
    expect(answer.FunctionError).toBeUndefined();
    await arrived(key);
  });

  it('rejects what is no picture once, with a reason, and tries it no second time', async () => {
    await stack.idle();
    const before = runs();
    await pictures.upload('notes.jpg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
    const rejected = () => lines.filter(({ line }) => line.includes('"reason":') && line.includes('svg'));
    await eventually(async () => expect(rejected().length).toBeGreaterThan(0));
    await pictures.upload('after.jpg', photo);
    await arrived('after.jpg');
    await stack.idle();
    expect(runs()).toBe(before + 2);
    expect(rejected()).toHaveLength(1);
    expect(await pictures.thumbnail('notes.jpg')).toBeUndefined();
  });
});

describe('the stack Photos', () => {
  it('makes the proxy of a photo by a workflow, upright and without metadata', async () => {
    await pictures.uploadPhoto('사진/여름 a+b.jpg', await generatedPhoto(3_000, 1_500));
    const proxy = { width: 640, height: 1_280, format: 'jpeg', ContentType: 'image/jpeg', hasExif: false };
    await eventually(async () => expect(await pictures.proxy('사진/여름 a+b.jpg')).toMatchObject(proxy));
  });
});
