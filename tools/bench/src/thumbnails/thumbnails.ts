import type { Benchmark, Race } from '../harness/benchmark.ts';
import { interleave } from '../harness/interleave.ts';
import { pairedRatio } from '../harness/median.ts';
import { bundleWorkers, type Contender } from './bundle-workers.ts';
import { findImageMagick, runImageMagick } from './image-magick.ts';
import { type Reading, runWorker } from './run-worker.ts';
import { type SamplePicture, writeSamplePictures } from './sample-pictures.ts';

const NAIVE = 'naive sharp';
const JUDGED = '12 MP progressive JPEG';

/** Thumbnails as the function makes them, against sharp as its first example calls it, and against other tools. */
export const thumbnails: Benchmark = {
  name: 'thumbnails',
  title: 'thumbnails of 128x128, against sharp on a whole buffer with its defaults, jimp and ImageMagick',
  bounds: [
    { figure: `${JUDGED}, speed, ours / naive sharp`, atLeast: 1 },
    { figure: `${JUDGED}, peak memory, ours / naive sharp`, atMost: 0.7 },
  ],
  run: async ({ scaled, say }) => {
    await using parts = new AsyncDisposableStack();
    const { pictures, remove } = await writeSamplePictures();
    parts.defer(remove);
    const workerOf = await bundleWorkers();
    const magick = await findImageMagick();
    if (magick === undefined) say('ImageMagick is not installed: no row of it');
    const rounds = scaled(6);
    const races: Race[] = [];
    const figures: Record<string, number> = {};
    for (const picture of pictures) {
      say(picture.name);
      const found = await race(picture, { workerOf, rounds, magick });
      races.push(found.speed, found.memory);
      for (const measured of ['speed', 'memory'] as const) {
        const { ours = [], [NAIVE]: naive = [] } = found[measured].samples;
        const what = measured === 'memory' ? 'peak memory' : measured;
        figures[`${picture.name}, ${what}, ours / naive sharp`] = pairedRatio(ours, naive);
      }
    }
    return { races, figures, counts: { rounds, pictures: pictures.length } };
  },
};

type Options = { workerOf: (contender: Contender) => string; rounds: number; magick: string | undefined };

async function race(picture: SamplePicture, { workerOf, rounds, magick }: Options) {
  const count = Math.ceil(120 / picture.megapixels);
  const work = (contender: Contender, times: number) => () => runWorker(workerOf(contender), picture, times);
  const all = await readings(
    {
      [NAIVE]: work(NAIVE, count),
      ours: work('ours', count),
      ...(isForJimp(picture) && { jimp: work('jimp', 1) }),
      ...(magick !== undefined && { ImageMagick: () => runImageMagick(magick, picture) }),
    },
    rounds,
  );
  return {
    speed: raceOf(picture.name, 'images/s', all, ({ perSecond }) => perSecond),
    memory: raceOf(`${picture.name}, peak`, 'MB', all, ({ peakMb }) => peakMb),
  };
}

/** jimp reads no WebP, and refuses a JPEG of 48 megapixels for its memory. */
function isForJimp({ kind, megapixels }: SamplePicture): boolean {
  return kind === 'PNG' || (kind !== 'WebP' && megapixels < 48);
}

type Work = () => Promise<Reading>;

/** What each contender's processes showed, by its name, round by round. */
async function readings(works: Readonly<Record<string, Work>>, rounds: number) {
  const taken = new Map(Object.keys(works).map((name) => [name, new Array<Reading>()]));
  const contenders = Object.entries(works).map(([name, work]) => {
    const run = async () => {
      const reading = await work();
      taken.get(name)?.push(reading);
      return reading.perSecond;
    };
    return [name, run] as const;
  });
  await interleave(Object.fromEntries(contenders), { rounds, warmUp: 0 });
  return [...taken];
}

function raceOf(
  title: string,
  unit: string,
  all: readonly (readonly [string, readonly Reading[]])[],
  valueOf: (reading: Reading) => number,
): Race {
  return { title, unit, samples: Object.fromEntries(all.map(([name, taken]) => [name, taken.map(valueOf)])) };
}
