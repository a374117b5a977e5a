import { startLocalSite } from '../demo/local-site.ts';
import { CHAT_FAULTS, CHAT_PARAMETERS, showChat } from '../demo/chat-demo.ts';
import { gomokuClients } from '../demo/gomoku-clients.ts';
import { showBadBody, showPipeline, showRepeat } from '../demo/gomoku-demo.ts';
import { matchClients } from '../demo/match-clients.ts';
import { showMatch } from '../demo/match-demo.ts';
import { rideClients } from '../demo/ride-clients.ts';
import { showRides } from '../demo/ride-demo.ts';
import { pictureClients } from '../demo/picture-clients.ts';
import { showProxy, showThumbnail } from '../demo/picture-demo.ts';
import { workflowClients } from '../demo/workflow-clients.ts';
import { showCrawl, showDraw, showTraining } from '../demo/workflow-demo.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import { assemblyFolder, buildAssembly, BuildInterruptedError } from './build-assembly.ts';
import { ensureRedis } from './ensure-program.ts';
import { UsageError } from './read-arguments.ts';
import { DEMO_USAGE, readDemoOptions } from './start-options.ts';
import { lines, print, printError, text } from './terminal.ts';

/** Six minutes of visibility timeout pass in 1.2 seconds. */
const CLOCK_SPEED = 300;

async function main(): Promise<void> {
  const { help, verbose, ...options } = readDemoOptions(process.argv.slice(2), process.env);
  if (help) return print(lines(DEMO_USAGE));
  await ensureRedis(print);
  await buildAssembly({ verbose });
  await using parts = new AsyncDisposableStack();
  const site = await startLocalSite();
  parts.defer(site.stop);
  const begun = performance.now();
  const stack = await startStack({
    ...options,
    assembly: assemblyFolder,
    parameters: { ...site.parameters, Chat: CHAT_PARAMETERS },
    faults: CHAT_FAULTS,
    port: 0,
    clockSpeed: CLOCK_SPEED,
    onNotice: () => undefined,
  });
  parts.defer(stack.stop);
  print(text`\nGateway and engines ready after ${Math.round(performance.now() - begun)} ms: ${stack.url}`);
  await showEverything(stack, site.host, parts);
  print(text`\nEvery value above was checked. \`npm start\` keeps the stack running.`);
}

async function showEverything(stack: Stack, site: string, parts: AsyncDisposableStack): Promise<void> {
  const gomoku = gomokuClients(stack);
  const rides = rideClients(stack);
  const pictures = pictureClients(stack);
  const workflows = workflowClients(stack);
  for (const { close } of [gomoku, rides, pictures]) parts.defer(close);
  await showPipeline(gomoku);
  await showRepeat(gomoku);
  await showBadBody(gomoku, CLOCK_SPEED);
  await showMatch(matchClients(stack), gomoku);
  await showRides(rides);
  await showChat(stack);
  await showThumbnail(pictures);
  await showTraining(workflows);
  await showProxy(pictures);
  await showCrawl(workflows, site);
  await showDraw(workflows);
}

main().catch((error: unknown) => {
  if (error instanceof BuildInterruptedError) return void (process.exitCode = 130);
  printError(text`\n✘ ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
