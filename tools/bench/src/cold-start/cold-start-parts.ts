import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { buildAssembly, startProcessReaper } from '@hanok/local';
import { bundleOptions } from '@hanok/nx-plugin/bundle-options';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave } from '../harness/interleave.ts';
import { pairedRatio } from '../harness/median.ts';
import { startPlayerTables } from '../scoring/player-tables.ts';
import { answerResult } from './answer-result.ts';
import { type HandlerCode, stdin, unpackApp, zipAsOurs } from './handler-code.ts';

const ENTRY = 'apps/game-sqs-process/src/main.ts';

/** What the bundle of `game-sqs-process` would be without one of the means against its cold start, or with one more. */
const VARIANTS: Readonly<Record<string, BuildOptions>> = {
  'as deployed': {},
  'with event streams': without('@smithy/core/event-streams'),
  'with endpoint discovery': without('@aws-sdk/middleware-endpoint-discovery'),
  'with all credential providers': without('@aws-sdk/credential-provider-node'),
  'with all that packages have': { plugins: bundleOptions.plugins.filter(({ name }) => name !== 'left-out') },
  'with import() as it stands': { supported: {} },
  'the SDK alone, which writes the same': stdin(`
    import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
    const client = new DynamoDBClient({});
    export const handler = async ({ Records: [{ body, messageId }] }) => {
      const { PlayerName, ScoreDiff, WinDiff, LoseDiff } = JSON.parse(body);
      const [Score, Win, Lose] = [1000 + ScoreDiff, WinDiff, LoseDiff].map((number) => ({ N: String(number) }));
      const player = { PlayerName: { S: PlayerName }, Score, Win, Lose };
      const receipt = { ReceiptId: { S: messageId } };
      const TransactItems = [
        { Put: { TableName: process.env.PLAYER_TABLE, Item: player } },
        { Put: { TableName: process.env.RECEIPT_TABLE, Item: receipt } },
      ];
      await client.send(new TransactWriteItemsCommand({ TransactItems }));
      return { batchItemFailures: [] };
    };`),
};
const CACHED = 'with a compile cache that is warm';

/** What each means against the cold start is worth: `docs/cold-start.md` is made of it. */
export const coldStartParts: Benchmark = {
  name: 'cold-start-parts',
  title: 'game-sqs-process from start to first answer, with one thing other than deployed',
  bounds: [],
  run: async ({ scaled }) => {
    await buildAssembly();
    await using parts = new AsyncDisposableStack();
    const { unpack, empty, remove } = unpackApp(
      'game-sqs-process',
      'exports.handler = async () => ({ batchItemFailures: [] });',
    );
    parts.defer(remove);
    const tables = await startPlayerTables();
    parts.defer(tables.stop);
    const reaper = startProcessReaper();
    parts.defer(reaper.stop);
    const codes = new Map<string, HandlerCode>();
    for (const [name, more] of Object.entries(VARIANTS))
      codes.set(name, unpack(name, await zipAsOurs(ENTRY, more)));
    codes.set(CACHED, withCache(unpack(CACHED, await zipAsOurs(ENTRY))));
    const run = (code: HandlerCode, writes: boolean) => () => answerResult({ tables, reaper, code, writes });
    const contenders = [...codes].map(([name, code]) => [name, run(code, true)] as const);
    const rounds = scaled(40);
    const samples = await interleave<string>(
      { empty: run(empty, false), ...Object.fromEntries(contenders) },
      { rounds },
    );
    const ratio = (name: string) => pairedRatio(samples[name] ?? [], samples['empty'] ?? []);
    return {
      races: [{ title: 'first answer', unit: 'ms', samples }],
      figures: Object.fromEntries(
        [...codes].flatMap(([name, { zipBytes }]) => [
          [`${name} / empty`, ratio(name)],
          [`${name}, KB`, zipBytes / 1024],
        ]),
      ),
      counts: { rounds },
    };
  },
};

function without(replaced: keyof typeof bundleOptions.alias): BuildOptions {
  return {
    alias: Object.fromEntries(Object.entries(bundleOptions.alias).filter(([name]) => name !== replaced)),
  };
}

/** Compiled code beside the bundle, as a zip could hold it: the first run writes it, the others read it. */
function withCache(code: HandlerCode): HandlerCode {
  const { taskRoot } = code;
  const folder = join(taskRoot, 'compiled');
  mkdirSync(folder);
  const main = `require('node:module').enableCompileCache(${JSON.stringify(folder)});\nexports.handler = require('./bundle.js').handler;\n`;
  renameSync(join(taskRoot, 'main.js'), join(taskRoot, 'bundle.js'));
  writeFileSync(join(taskRoot, 'main.js'), main);
  return code;
}
