import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { compareSequencers, parseInput, s3Record, s3Records } from '../index.ts';
import sample from '../samples/s3-put.json' with { type: 'json' };
import { buildS3Event } from '../testing/index.ts';

const record = (key: string) =>
  buildS3Event([{ eventName: 'ObjectCreated:Put', bucket: 'images', key, sequencer: '0055AED6DCD90281E5' }])
    .Records[0];
const encoded = (key: string) => {
  const built = record('a');
  return { ...built, s3: { ...built?.s3, object: { key, sequencer: '1' } } };
};
const keyOf = (input: unknown) => {
  const parsed = parseInput(s3Record, input);
  return parsed.ok ? parsed.value.s3.object.key : parsed.reason;
};

describe('s3Records', () => {
  it('takes the "Amazon S3 Put" test event of the console', () => {
    const records = parseInput(s3Records, sample);
    expect(records.ok && records.value.map(keyOf)).toEqual(['test/key']);
  });

  it("finds no record in S3's own test event, and refuses what is no notification", () => {
    const test = { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'images', Time: '2026-11-01' };
    expect(parseInput(s3Records, test)).toEqual({ ok: true, value: [] });
    expect(parseInput(s3Records, { Event: 's3:TestEvent' })).toMatchObject({ ok: false });
    expect(parseInput(s3Records, { Records: {} })).toEqual({ ok: false, reason: 'Records: expected array' });
  });
});

describe('s3Record', () => {
  it.each(['2.0', '2.1', '2.3', '2.6', '2.12'])('takes event version %s', (eventVersion) => {
    expect(parseInput(s3Record, { ...record('a'), eventVersion }).ok).toBe(true);
  });

  it('names what it does not take', () => {
    const other = { ...record('a'), eventVersion: '3.0', eventName: 'ObjectTagging:Put' };
    expect(parseInput(s3Record, other)).toEqual({
      ok: false,
      reason: 'eventVersion: expected version 2; eventName: expected ObjectCreated or ObjectRemoved',
    });
  });

  it.each([
    ['a+b%2Bc.jpg', 'a b+c.jpg'],
    ['photos/2026/a+b%2Bc.jpg', 'photos/2026/a b+c.jpg'],
    ['100%25+sure%3F%23.png', '100% sure?#.png'],
    ['%EC%82%AC%EC%A7%84/%ED%9B%88%EB%A0%A8+%F0%9F%98%80.png', '사진/훈련 😀.png'],
    ['%E1%84%89%E1%85%A1.png', '\u1109\u1161.png'],
    ['../..//a/./b', '../..//a/./b'],
    ['%252B', '%2B'],
    ['사진.jpg', '사진.jpg'],
  ])('decodes the key %s once', (raw, key) => {
    expect(keyOf(encoded(raw))).toBe(key);
  });

  it.each(['%', '%4', '%zz', '%ff', '%ED%A0%80', '\ud800'])('refuses the key %j', (raw) => {
    expect(keyOf(encoded(raw))).toBe('s3.object.key: expected percent-encoded UTF-8');
  });

  it('refuses an empty key and one of more than 1,024 bytes', () => {
    expect(keyOf(encoded(''))).toBe('s3.object.key: at least 1 characters');
    expect(keyOf(encoded('%EC%82%AC'.repeat(342)))).toBe('s3.object.key: at most 1024 bytes of UTF-8');
    expect(keyOf(encoded('a'.repeat(1024)))).toBe('a'.repeat(1024));
  });

  it('gives back every key that was encoded', () => {
    const keys = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });
    fc.assert(fc.property(keys, (key) => expect(keyOf(record(key))).toBe(key)));
  });
});

describe('compareSequencers', () => {
  const hex = fc.bigInt({ min: 0n, max: 2n ** 72n }).map((value) => value.toString(16));

  it('orders as numbers of any length and case', () => {
    fc.assert(
      fc.property(hex, hex, (one, other) => {
        const [a, b] = [BigInt(`0x${one}`), BigInt(`0x${other}`)];
        expect(compareSequencers(one.toUpperCase(), other)).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  it('is 0 for the same sequencer padded with zeros', () => {
    expect(compareSequencers('00ab', 'AB')).toBe(0);
  });
});
