import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemblyFolder, startProcessReaper, startStack, workspaceRoot } from '@hanok/local';
import * as z from 'zod';
import { LAMBDA_AUTHORIZATION } from '../harness/authorization.ts';
import type { RunOptions } from '../harness/benchmark.ts';
import type { Bound } from '../harness/bound.ts';
import { interleave, type Samples } from '../harness/interleave.ts';
import { pairedRatio } from '../harness/median.ts';
import { requireEqual } from '../harness/wrong-outcome.ts';
import { answerCold } from './answer-cold.ts';
import { unpackApp } from './handler-code.ts';

const EMPTY_HANDLER = 'exports.handler = async () => ({});';
/** No schema takes it. */
const EVENT = '"cold"';
const project = z.object({ metadata: z.object({ coldStartRatio: z.number() }) });
const functions = z.object({
  Functions: z.array(
    z.object({
      FunctionName: z.string(),
      MemorySize: z.number(),
      Environment: z.optional(z.object({ Variables: z.record(z.string(), z.string()) })),
    }),
  ),
});
const refused = z.object({ errorType: z.string() });

/** What `metadata.coldStartRatio` in the `project.json` of each app allows. */
export const coldStartBudgets: readonly Bound[] = readdirSync(join(workspaceRoot, 'apps')).map((app) => {
  const { metadata } = project.parse(
    JSON.parse(readFileSync(join(workspaceRoot, 'apps', app, 'project.json'), 'utf8')),
  );
  return { figure: figureOf(app), atMost: metadata.coldStartRatio };
});

function figureOf(app: string): string {
  return `${app} / empty`;
}

/**
 * The zip of each app with the environment of its function on the local stack, from the start of the process to its
 * refusal of an event that is none: its code is loaded and an event is read. Rejects when a function answers anything but
 * the refusal.
 */
export async function appColdStarts({ scaled, say }: RunOptions): Promise<Record<string, number>> {
  await using parts = new AsyncDisposableStack();
  const stack = await startStack({ assembly: assemblyFolder, port: 0, onNotice: () => undefined });
  parts.defer(stack.stop);
  const reaper = startProcessReaper();
  parts.defer(reaper.stop);
  const response = await fetch(`${stack.url}/2015-03-31/functions/`, {
    headers: { Authorization: LAMBDA_AUTHORIZATION },
  });
  const deployed = functions.parse(await response.json()).Functions;
  const figures: Record<string, number> = {};
  for (const app of readdirSync(join(workspaceRoot, 'apps'))) {
    const found = deployed.find(({ FunctionName }) => FunctionName.toLowerCase() === app);
    if (found === undefined) throw new TypeError(`No stack has a function of the app ${app}.`);
    const start = {
      name: found.FunctionName,
      memorySizeMb: found.MemorySize,
      environment: found.Environment?.Variables ?? {},
      endpoint: stack.url,
      reaper,
    };
    const { empty, ours } = await samplesOf(app, start, Math.max(3, scaled(10)));
    figures[figureOf(app)] = pairedRatio(ours, empty);
    say(`${app} ${figures[figureOf(app)]?.toFixed(2)}`);
  }
  return figures;
}

async function samplesOf(
  app: string,
  start: Omit<Parameters<typeof answerCold>[0], 'taskRoot'>,
  rounds: number,
): Promise<Samples<'empty' | 'ours'>> {
  const code = unpackApp(app, EMPTY_HANDLER);
  try {
    return await interleave(
      {
        empty: async () => (await answerCold({ ...start, taskRoot: code.empty.taskRoot }, EVENT)).ms,
        ours: async () => {
          const { ms, answer } = await answerCold({ ...start, taskRoot: code.ours.taskRoot }, EVENT);
          const { errorType } = refused.parse(JSON.parse(answer));
          requireEqual(`The error of ${app}`, errorType, 'InvalidEventError');
          return ms;
        },
      },
      { rounds },
    );
  } finally {
    code.remove();
  }
}
