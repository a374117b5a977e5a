import { imageSize } from './image-size.ts';
import { CONTENDERS } from './contenders.ts';
import { peakMemory } from './peak-memory.ts';

/*
 * Makes the thumbnail of one file again and again with one contender, in a process of its own, so that its peak of
 * memory is its own. Arguments: contender, file, count. Prints what `run-worker.ts` reads.
 */
const [, , contender = '', file = '', count = '1'] = process.argv;
const make = await CONTENDERS[contender]?.();
if (make === undefined) throw new RangeError(`No such contender: ${contender}`);
let thumbnail = await make(file);
const begun = performance.now();
for (let made = 0; made < Number(count); made += 1) thumbnail = await make(file);
const perSecond = (1_000 * Number(count)) / (performance.now() - begun);
const peakMb = await peakMemory(process.pid);
console.log(JSON.stringify({ perSecond, peakMb, ...imageSize(thumbnail) }));
