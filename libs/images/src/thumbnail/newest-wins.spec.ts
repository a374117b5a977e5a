import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ObjectChange } from '@hanok/events/testing';
import { S3_FAULTS, type SeededRandom, seededRandom, seeds } from '@hanok/testing';
import { IMAGES, type Passing, RESIZED, startBuckets } from './buckets.fixture.ts';
import { thumbnailSizes } from './thumbnail-size.ts';
import { COLORS, plain, quarterColors } from '../pictures.fixture.ts';

type Color = 'red' | 'green' | 'blue';

const picture = (color: Color) => plain(8, 8, COLORS[color]).png().toBuffer();
const pictures = { red: await picture('red'), green: await picture('green'), blue: await picture('blue') };
const buckets = await startBuckets();
beforeEach(() => buckets.follow(() => undefined));
afterAll(buckets.stop);

const upload = (key: string, color: Color) => buckets.upload(key, pictures[color]);
const RULES = { sizes: thumbnailSizes.parse('128x128,4x4:webp') };
const deliver = (change: ObjectChange, requestId?: string) =>
  buckets.deliver([change], { rules: RULES, ...(requestId !== undefined && { requestId }) });

/** The colour of each thumbnail of the upload, by its size; none when there is none. */
async function thumbnailsOf(key: string): Promise<Record<string, string | undefined>> {
  const keys = (await buckets.thumbnailKeys()).filter((each) => each.endsWith(`thumbnail-${key}`));
  const colors = await Promise.all(
    keys.map(
      async (each) => [each, (await quarterColors((await buckets.thumbnail(each)).bytes))[0]] as const,
    ),
  );
  return Object.fromEntries(colors);
}
const bothOf = (key: string, color: Color) => ({
  [`thumbnail-${key}`]: color,
  [`4x4-webp/thumbnail-${key}`]: color,
});

/** Holds the first request of this kind back; `held` resolves when it has come, `release` lets it through. */
function hold(matches: (passing: Passing) => boolean) {
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  let isFirst = true;
  buckets.follow(async (passing) => {
    if (!isFirst || !matches(passing)) return undefined;
    isFirst = false;
    held.resolve();
    await released.promise;
    return undefined;
  });
  return { held: held.promise, release: released.resolve };
}
const isPut = ({ method, bucket }: Passing) => method === 'PUT' && bucket === RESIZED;

describe('the newest upload wins', () => {
  it('when the run of an older one writes last: it is refused, and writes no more', async () => {
    const { held, release } = hold(isPut);
    const older = deliver(await upload('slow', 'red'));
    await held;
    await deliver(await upload('slow', 'blue'));
    buckets.requests();
    release();
    await older;
    expect(buckets.requests().filter((each) => each.startsWith('PUT'))).toEqual([]);
    expect(await thumbnailsOf('slow')).toEqual(bothOf('slow', 'blue'));
  });

  it('when an upload returns to what it was, so that thumbnails of two uploads have one ETag', async () => {
    await deliver(await upload('back', 'red'));
    const between = await upload('back', 'blue');
    const { held, release } = hold(isPut);
    const slow = deliver(between);
    await held;
    await deliver(await upload('back', 'red'));
    release();
    await slow;
    expect(await thumbnailsOf('back')).toEqual(bothOf('back', 'red'));
  });

  it('when it was removed while the thumbnail was being written', async () => {
    const { held, release } = hold(isPut);
    const creation = deliver(await upload('orphan', 'red'));
    await held;
    await deliver(await buckets.remove('orphan'));
    release();
    await creation;
    expect(await thumbnailsOf('orphan')).toEqual({});
  });

  it('when it was removed then, and the run was ended before it looked again', async () => {
    const { held, release } = hold(isPut);
    const created = await upload('killed', 'red');
    const creation = deliver(created, 'killed-request');
    await held;
    await deliver(await buckets.remove('killed'));
    buckets.follow(({ method, bucket }) =>
      method === 'HEAD' && bucket === IMAGES ? S3_FAULTS.reset : undefined,
    );
    release();
    await expect(creation).rejects.toThrow('1 of 1 records failed');
    expect(await thumbnailsOf('killed')).not.toEqual({});
    buckets.follow(() => undefined);
    await deliver(created, 'killed-request');
    expect(await thumbnailsOf('killed')).toEqual({});
  });
});

describe('a run that ends at any request', () => {
  it.each(Object.values(S3_FAULTS))(
    'by $name leaves nothing that the retry does not put right',
    async (fault) => {
      let ended = 0;
      for (let point = 1; ; point += 1) {
        const key = `${fault.name}-${point}`;
        await deliver(await upload(key, 'red'));
        const created = await upload(key, 'green');
        let seen = 0;
        buckets.follow(() => ((seen += 1) === point ? fault : undefined));
        const requestId = `request of ${key}`;
        const failed = await deliver(created, requestId).then(
          () => false,
          () => true,
        );
        buckets.follow(() => undefined);
        if (failed) await deliver(created, requestId);
        expect(await thumbnailsOf(key)).toEqual(bothOf(key, 'green'));
        ended += failed ? 1 : 0;
        if (seen < point) break;
      }
      // HEAD of both thumbnails, GET, two PUTs and the last HEAD; without a body to cut short, an answer is whole.
      expect(ended).toBeGreaterThanOrEqual(fault === S3_FAULTS.cutShort ? 1 : 6);
    },
  );
});

describe('uploads, removals and events in any order, at once, repeated, on a store that fails', () => {
  it.each(seeds(30))('end with the thumbnails of what is there, HANOK_SEED=%d', async (seed) => {
    const random = seededRandom(seed);
    const key = `chaos-${seed}`;
    const pending: ObjectChange[] = [];
    let now: Color | undefined | 'bad';
    buckets.follow(() => (random.next() < 0.06 ? random.pick(Object.values(S3_FAULTS)) : undefined));
    const runs: Promise<void>[] = [];
    for (let step = 0; step < 8; step += 1) {
      now = random.pick(['red', 'green', 'blue', 'bad', undefined] as const);
      if (now === undefined) pending.push(await buckets.remove(key));
      else if (now === 'bad') pending.push(await buckets.upload(key, Buffer.from('bad')));
      else pending.push(await upload(key, now));
      if (random.next() < 0.3) pending.push(random.pick(pending));
      while (pending.length > 0 && random.next() < 0.5) runs.push(untilDone(pending, random));
    }
    while (pending.length > 0) runs.push(untilDone(pending, random));
    await Promise.all(runs);
    const expected = now === undefined || now === 'bad' ? {} : bothOf(key, now);
    expect(await thumbnailsOf(key)).toEqual(expected);
  });
});

/** Takes an event out of the list and delivers it as Lambda does: again under its request id until it is handled. */
async function untilDone(pending: ObjectChange[], random: SeededRandom): Promise<void> {
  const [change] = pending.splice(random.below(pending.length), 1);
  const requestId = `${change?.key} ${random.next()}`;
  for (let isDone = false; change && !isDone;)
    isDone = await deliver(change, requestId).then(
      () => true,
      () => false,
    );
}
