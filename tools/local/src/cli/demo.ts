import { gomokuClients } from '../demo/gomoku-clients.ts';
import { showBadBody, showPipeline, showRepeat } from '../demo/gomoku-demo.ts';
import { startStack } from '../stack/start-stack.ts';
import { assemblyFolder, buildAssembly } from './build-assembly.ts';
import { ensureRedis } from './ensure-redis.ts';

/** Six minutes of visibility timeout pass in 1.2 seconds. */
const CLOCK_SPEED = 300;

async function main(): Promise<void> {
  await ensureRedis(console.log);
  await buildAssembly();
  const begun = performance.now();
  const stack = await startStack({
    assembly: assemblyFolder,
    port: 0,
    clockSpeed: CLOCK_SPEED,
    onNotice: console.error,
  });
  console.log(`\nGateway and engines ready after ${Math.round(performance.now() - begun)} ms: ${stack.url}`);
  const gomoku = gomokuClients(stack);
  try {
    await showPipeline(gomoku);
    await showRepeat(gomoku);
    await showBadBody(gomoku, CLOCK_SPEED);
    console.log('\nEvery value above was checked. `npm start` keeps the stack running.');
  } finally {
    gomoku.close();
    await stack.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? `\n✘ ${error.message}` : error);
  process.exitCode = 1;
});
