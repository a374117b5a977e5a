import { setTimeout as delay } from 'node:timers/promises';
import { ListExecutionsCommand, ListStateMachinesCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { assemblyFolder } from '../../cli/build-assembly.ts';
import { type Stack, startStack } from '../start-stack.ts';
import { chat } from './chat-scenario.fixture.ts';
import { gomoku, matchmaking } from './game-scenarios.fixture.ts';
import { assemblyWithout, type Granted } from './granted-statements.fixture.ts';
import { photos, thumbnails } from './picture-scenarios.fixture.ts';
import { openPlace, type Scenario } from './scenario.fixture.ts';
import { draw, hello, wildRydes } from './web-scenarios.fixture.ts';
import { crawler, training } from './workflow-scenarios.fixture.ts';

/** By stack. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  ...{ Chat: chat, Crawler: crawler, Draw: draw, Gomoku: gomoku, Hello: hello, Matchmaking: matchmaking },
  ...{ Photos: photos, Thumbnails: thumbnails, Training: training, WildRydes: wildRydes },
};

const CLOCK_SPEED = 20;
const LOOK_EVERY_MS = 20;

/** The functions that were denied something, each with what. */
export const deniedIn = (stack: Stack) =>
  stack
    .permissions()
    .flatMap(({ functionName, denied }) => denied.map(({ action }) => `${functionName} ${action}`));

/** Plays a stack's scenario to its end, without these statements; rejects when a step does. */
export async function playAll<Seen>(
  stack: string,
  removed: readonly Granted[],
  look: (stack: Stack) => Seen,
): Promise<Seen> {
  return inStack(stack, removed, async (running, scenario) => {
    const place = openPlace(running, () => false);
    try {
      for (const step of scenario.steps(place)) await step();
      await running.idle();
      return look(running);
    } finally {
      place.close();
    }
  });
}

/**
 * Plays a stack's scenario without a statement, until a function is denied something, an execution fails, or the steps
 * end; answers who was denied what, and how the executions of the stack's machines ended. Rejects with the steps' errors
 * when that is nothing: they then failed for another reason.
 */
export async function playWithout(removed: Granted): Promise<{ denied: string[]; executions: string[] }> {
  return inStack(removed.stack, [removed], async (running, scenario) => {
    let isOver = false;
    const place = openPlace(running, () => isOver);
    const errors: unknown[] = [];
    const play = async () => {
      for (const step of scenario.steps(place))
        if (!isOver) await step().catch((error: unknown) => errors.push(error));
      await running.idle().catch(() => undefined);
    };
    const look = async () => ({
      denied: [...new Set(deniedIn(running))],
      executions: await executionsOf(place.sdk.states, removed),
    });
    const watch = async () => {
      while (!isOver) {
        const { denied, executions } = await look();
        if (denied.length > 0 || executions.includes('FAILED')) return;
        await delay(LOOK_EVERY_MS);
      }
    };
    try {
      await Promise.race([play(), watch()]);
      isOver = true;
      // What is under way may be denied something, too.
      await running.idle({ timeoutMs: 500 }).catch(() => undefined);
      const found = await look();
      if (found.denied.length + found.executions.length === 0 && errors.length > 0)
        throw new Error(`Nothing was denied, and steps failed: ${errors.map(String).join('; ')}`);
      return found;
    } finally {
      isOver = true;
      place.close();
    }
  });
}

/** The states of all executions, when the statement lets a machine run its functions. */
async function executionsOf(client: SFNClient, { actions }: Granted): Promise<string[]> {
  if (!actions.includes('lambda:InvokeFunction')) return [];
  const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
  const lists = await Promise.all(
    stateMachines.map(({ stateMachineArn }) => client.send(new ListExecutionsCommand({ stateMachineArn }))),
  );
  return lists.flatMap(({ executions = [] }) => executions.map(({ status = '' }) => status));
}

async function inStack<Result>(
  name: string,
  removed: readonly Granted[],
  run: (stack: Stack, scenario: Scenario) => Promise<Result>,
): Promise<Result> {
  const scenario = SCENARIOS[name];
  if (scenario === undefined) throw new Error(`there is no scenario of the stack ${name}`);
  const { with: others = [], faults, parameters } = scenario;
  const copy = assemblyWithout(assemblyFolder, removed);
  const stack = await startStack({
    ...{ assembly: copy.folder, only: [name, ...others], port: 0, clockSpeed: CLOCK_SPEED },
    ...(parameters && { parameters }),
    ...(faults && { faults }),
  });
  try {
    return await run(stack, scenario);
  } finally {
    await stack.stop();
    copy.remove();
  }
}
