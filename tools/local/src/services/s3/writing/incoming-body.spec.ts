import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type S3Stack, SIGNED, startS3, textOf } from '../s3-stack.fixture.ts';
import { decodeChunks } from './aws-chunked.ts';
import { CHECKSUM_NAMES, createChecksum } from './checksums.ts';

const BUCKET = 'photos';
let stack: S3Stack;
beforeAll(async () => void (stack = await startS3()));
afterAll(() => stack.stop());

async function put(body: string, headers: Record<string, string>): Promise<[number, string]> {
  const response = await fetch(`${stack.url}/photos/checked`, {
    method: 'PUT',
    headers: { ...SIGNED, ...headers },
    body,
  });
  return [response.status, /<Code>(\w+)</.exec(await response.text())?.[1] ?? ''];
}

describe('a body', () => {
  it.each(CHECKSUM_NAMES)('is checked against its %s, and read with it', async (ChecksumAlgorithm) => {
    const Key = `sum-${ChecksumAlgorithm}`;
    const written = await stack.s3.send(
      new PutObjectCommand({ Bucket: BUCKET, Key, Body: '123456789', ChecksumAlgorithm }),
    );
    const sum = createChecksum(ChecksumAlgorithm);
    sum.update(Buffer.from('123456789'));
    const value = sum.digest().toString('base64');
    expect(written[`Checksum${ChecksumAlgorithm}`]).toBe(value);
    const read = await stack.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key, ChecksumMode: 'ENABLED' }));
    expect([read[`Checksum${ChecksumAlgorithm}`], await textOf(read.Body)]).toEqual([value, '123456789']);
    const wrong = Buffer.alloc(Buffer.from(value, 'base64').length).toString('base64');
    const header = `x-amz-checksum-${ChecksumAlgorithm.toLowerCase()}`;
    expect(await put('123456789', { [header]: wrong })).toEqual([400, 'BadDigest']);
    expect(await put('123456789', { [header]: 'AA' })).toEqual([400, 'InvalidRequest']);
  });

  it('is checked against its MD5 and against the SHA-256 that is signed', async () => {
    const digest = (algorithm: string) => createHash(algorithm).update('body');
    expect(await put('body', { 'content-md5': digest('md5').digest('base64') })).toEqual([200, '']);
    expect(await put('bodY', { 'content-md5': digest('md5').digest('base64') })).toEqual([400, 'BadDigest']);
    expect(await put('body', { 'content-md5': 'AA==' })).toEqual([400, 'InvalidDigest']);
    expect(await put('body', { 'x-amz-content-sha256': digest('sha256').digest('hex') })).toEqual([200, '']);
    expect(await put('bodY', { 'x-amz-content-sha256': digest('sha256').digest('hex') })).toEqual([
      400,
      'XAmzContentSHA256Mismatch',
    ]);
  });

  it('that is refused leaves the object as it was, and no file', async () => {
    await put('kept', {});
    const files = readdirSync(join(stack.dir, 'bodies'));
    await put('lost', { 'content-md5': createHash('md5').update('other').digest('base64') });
    const read = await stack.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'checked' }));
    expect(await textOf(read.Body)).toBe('kept');
    expect(readdirSync(join(stack.dir, 'bodies'))).toEqual(files);
  });

  it('that breaks off leaves no object and no file', async () => {
    const files = readdirSync(join(stack.dir, 'bodies')).length;
    const port = Number(new URL(stack.url).port);
    const socket = connect(port, '127.0.0.1');
    const head = `PUT /photos/broken HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${SIGNED.authorization}\r\nContent-Length: 100000\r\n\r\n`;
    socket.write(head + 'x'.repeat(50_000));
    for (let seen = files; seen === files;) {
      await new Promise(setImmediate);
      seen = readdirSync(join(stack.dir, 'bodies')).length;
    }
    socket.destroy();
    await once(socket, 'close');
    for (let seen = files + 1; seen > files;) {
      await new Promise(setImmediate);
      seen = readdirSync(join(stack.dir, 'bodies')).length;
    }
    await expect(
      stack.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'broken' })),
    ).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  it('must say how long it is', async () => {
    const body = new ReadableStream({
      start: (controller) => void (controller.enqueue(Buffer.from('x')), controller.close()),
    });
    const init = { method: 'PUT', headers: SIGNED, body, duplex: 'half' as const };
    const response = await fetch(`${stack.url}/photos/unknown`, init);
    expect([response.status, await response.text()]).toEqual([
      411,
      expect.stringContaining('MissingContentLength'),
    ]);
  });
});

const FRAMED = {
  'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'content-encoding': 'aws-chunked,gzip',
};
const crc32 = (text: string) => {
  const sum = createChecksum('CRC32');
  sum.update(Buffer.from(text));
  return sum.digest().toString('base64');
};

describe('a body in frames', () => {
  const framed = (text: string, trailer: string, length = text.length) =>
    put(`${text.length.toString(16)}\r\n${text}\r\n0\r\nx-amz-checksum-crc32:${trailer}\r\n\r\n`, {
      ...FRAMED,
      'x-amz-trailer': 'x-amz-checksum-crc32',
      'x-amz-decoded-content-length': String(length),
    });

  it('is checked against its trailer, and its framing is no encoding of the object', async () => {
    expect(await framed('hello', crc32('hello'))).toEqual([200, '']);
    const read = await stack.s3.send(
      new GetObjectCommand({ Bucket: BUCKET, Key: 'checked', ChecksumMode: 'ENABLED' }),
    );
    expect([await textOf(read.Body), read.ContentEncoding, read.ChecksumCRC32]).toEqual([
      'hello',
      'gzip',
      crc32('hello'),
    ]);
    expect(await framed('hello', crc32('hallo'))).toEqual([400, 'BadDigest']);
    expect(await framed('hello', crc32('hello'), 6)).toEqual([400, 'IncompleteBody']);
  });

  it('is refused when its frames break off or are none', async () => {
    const headers = { ...FRAMED, 'x-amz-decoded-content-length': '5' };
    for (const body of [
      '5\r\nhel',
      '5\r\nhello',
      '5\r\nhelloX\r\n0\r\n\r\n',
      'zz\r\nhello\r\n',
      '',
      '-5\r\nhello\r\n0\r\n\r\n',
    ])
      expect(await put(body, headers)).toEqual([400, 'IncompleteBody']);
  });

  it('is the same however it is cut, by frames and by packets', async () => {
    const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 6 });
    const packets = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(chunks, packets, fc.boolean(), async (frames, sizes, signed) => {
        const extension = signed ? ';chunk-signature=0a' : '';
        const parts = frames.flatMap((each) => [
          Buffer.from(`${each.length.toString(16)}${extension}\r\n`),
          each,
          Buffer.from('\r\n'),
        ]);
        const wire = Buffer.concat([
          ...parts,
          Buffer.from(`0${extension}\r\nx-amz-a: 1\r\nX-Amz-B:2\r\n\r\n`),
        ]);
        const trailers: [string, string][] = [];
        const decoded: Buffer[] = [];
        for await (const chunk of decodeChunks(cut(wire, sizes), (...each) => trailers.push(each)))
          decoded.push(chunk);
        expect(Buffer.concat(decoded).equals(Buffer.concat(frames))).toBe(true);
        expect(trailers).toEqual([
          ['x-amz-a', '1'],
          ['x-amz-b', '2'],
        ]);
      }),
    );
  });
});

async function* cut(wire: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, turn = 0; at < wire.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield wire.subarray(at, at + size);
    at += size;
  }
}
