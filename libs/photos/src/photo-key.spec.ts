import { describe, expect, it } from '@jest/globals';
import { compareSequencers } from '@hanok/events';
import * as fc from 'fast-check';
import { photoKey, uploadOrder } from './photo-key.ts';

const sequencer = fc
  .tuple(
    fc.bigInt({ min: 0n, max: 2n ** 200n }),
    fc.constantFrom('', '0', '000'),
    fc.constantFrom(String.prototype.toUpperCase, String.prototype.toLowerCase),
  )
  .map(([value, zeros, cased]) => cased.call(zeros + value.toString(16)));

describe('uploadOrder', () => {
  it('orders as text as S3 orders its events', () => {
    fc.assert(
      fc.property(sequencer, sequencer, (one, other) => {
        const [left, right] = [uploadOrder({ sequencer: one }), uploadOrder({ sequencer: other })];
        expect(left < right ? -1 : left > right ? 1 : 0).toBe(compareSequencers(one, other));
      }),
    );
  });
});

describe('photoKey', () => {
  it('tells photos apart whatever slashes their keys have', () => {
    const bucket = fc.stringMatching(/^[a-z0-9-]{3,63}$/);
    const photo = fc.record({ bucket, key: fc.string({ minLength: 1 }) });
    fc.assert(
      fc.property(photo, photo, (one, other) => {
        const same = one.bucket === other.bucket && one.key === other.key;
        expect(photoKey(one) === photoKey(other)).toBe(same);
      }),
    );
    expect(photoKey({ bucket: 'photos', key: '/a' })).not.toBe(photoKey({ bucket: 'photos', key: 'a' }));
  });
});
