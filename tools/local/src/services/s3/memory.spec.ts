import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { openPeakMemory, type PeakMemory } from '../lambda/runtime/peak-memory.ts';
import { clientOf, SIGNED } from './s3-stack.fixture.ts';

const BUCKET = 'photos';
const MB = 1024 * 1024;
const block = Buffer.alloc(MB, 'hanok');
const blocks = () => Readable.from(Array.from({ length: 100 }, () => block));
let [dir, url] = ['', ''];
let child: ChildProcess;
let memory: PeakMemory;
let s3: S3Client;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hanok-objects-'));
  const script = join(import.meta.dirname, 'run-s3.fixture.ts');
  child = fork(script, [dir], { execArgv: ['--conditions=@hanok/source'], stdio: 'inherit' });
  memory = openPeakMemory(child.pid ?? 0);
  const [message] = await once(child, 'message');
  url = z.looseObject({ url: z.string() }).parse(message).url;
  s3 = clientOf(url, { accessKeyId: 'outside', secretAccessKey: 'outside' });
});
afterAll(async () => {
  s3.destroy();
  memory.close();
  const exited = once(child, 'exit');
  child.kill();
  await exited;
  rmSync(dir, { recursive: true });
});

/** Where there is no /proc, memory is not looked at. */
function peakMb(): number {
  return memory.read() ?? 0;
}

async function readBack(Key: string) {
  const read = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
  const hash = createHash('md5');
  for await (const chunk of read.Body as Readable) hash.update(chunk);
  return { ...read, md5: hash.digest('hex') };
}

describe('100 MB', () => {
  it('in parts and in one go come back byte for byte, and the stack never holds all of them', async () => {
    const before = peakMb();
    const params = {
      Bucket: BUCKET,
      Key: 'parts',
      Body: blocks(),
      ContentType: 'video/mp4',
      Metadata: { a: '1' },
    };
    await new Upload({ client: s3, params, partSize: 8 * MB, queueSize: 4 }).done();
    const headers = { ...SIGNED, 'content-length': String(100 * MB) };
    const put = { method: 'PUT', headers, body: Readable.toWeb(blocks()), duplex: 'half' };
    expect((await fetch(`${url}/photos/whole`, put as RequestInit)).status).toBe(200);
    const md5 = createHash('md5')
      .update(Buffer.alloc(100 * MB, block))
      .digest('hex');
    const [parts, whole] = [await readBack('parts'), await readBack('whole')];
    expect(parts).toMatchObject({
      md5,
      ContentLength: 100 * MB,
      ContentType: 'video/mp4',
      Metadata: { a: '1' },
    });
    expect(parts.ETag).toMatch(/^"[0-9a-f]{32}-13"$/);
    expect(whole).toMatchObject({ md5, ETag: `"${md5}"` });
    expect(peakMb() - before).toBeLessThan(100);
  }, 30_000);
});
