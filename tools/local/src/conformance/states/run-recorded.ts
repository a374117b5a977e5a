import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { type Recorded, runRecorded } from './run-one.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { now: { type: 'string', default: '2026-11-26T11:28:14Z' }, only: { type: 'string' } },
});
const [path] = positionals;
if (path === undefined) {
  print(
    'Name the file of recorded executions: npm run conformance:states -- FILE [--now TIME] [--only NAME]',
  );
  process.exit(2);
}
const AT_ONCE = 40;
const CLASSES = ['identical', 'trifles', 'refused', 'differs', 'crashed'] as const;

const bytes = readFileSync(path);
const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
const all = (JSON.parse(text) as Recorded[]).filter(({ name }) => name.includes(values.only ?? ''));
const results = await inTurn(all, AT_ONCE, (each, index) => runRecorded(each, index, Date.parse(values.now)));

for (const kind of CLASSES) {
  const found = results.filter(({ verdict }) => verdict === kind);
  print(`${kind.padEnd(12)}${String(found.length).padStart(5)}`);
}
for (const kind of CLASSES.slice(1))
  for (const { name, reason } of results.filter(({ verdict }) => verdict === kind))
    print(`${kind}: ${name}${reason === undefined ? '' : `: ${reason}`}`);
process.exit(results.some(({ verdict }) => verdict === 'differs' || verdict === 'crashed') ? 1 : 0);

async function inTurn<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const done: Result[] = [];
  const queue = items.entries();
  const lane = async () => {
    for (const [index, item] of queue) done[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return done;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
