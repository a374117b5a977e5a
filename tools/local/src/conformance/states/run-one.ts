import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../clock.ts';
import { DefinitionError } from '../../services/states/errors.ts';
import { createExecutions, type Executions } from '../../services/states/executions.ts';
import { firstDifference, judgeHistory, type Told, type Verdict } from './judge.ts';
import { normalised } from './normalise.ts';
import { recordedFunctions } from './recorded-functions.ts';

/** One recorded execution: definition and input are JSON texts. */
export type Recorded = {
  name: string;
  kind: string;
  definition: string;
  input: string;
  recorded: { events?: Told[]; input?: unknown; output?: unknown; status?: string };
};
type Result = { name: string; verdict: Verdict | 'refused' | 'crashed'; reason?: string };

const SPEED = 600;
const ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:conformancemachine';
const LONGEST_MS = 20_000;

/** Runs it through the service's own door, with the recorded functions, at `now` on its clock. */
export async function runRecorded(recorded: Recorded, index: number, now: number): Promise<Result> {
  const { name: title, kind, definition, input } = recorded;
  const name = `${title} ${kind}`;
  const executions = createExecutions({
    file: ':memory:',
    clock: clockFrom(now),
    invoker: recordedFunctions(recorded.recorded.events ?? []),
    roles: { authorize: () => undefined },
    logs: { append: () => undefined },
  });
  try {
    const type = kind === 'EXPRESS' ? 'EXPRESS' : 'STANDARD';
    const role = { roleName: 'role', roleArn: 'arn:aws:iam::000000000000:role/role' };
    executions.add({ arn: ARN, name: 'conformancemachine', type, definition, ...role });
    return { name, ...(await judge(executions, recorded, `conformanceexecution${index}`, input)) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { name, verdict: error instanceof DefinitionError ? 'refused' : 'crashed', reason };
  } finally {
    executions.stop();
  }
}

async function judge(
  executions: Executions,
  { kind, recorded }: Recorded,
  name: string,
  input: string,
): Promise<Pick<Result, 'verdict' | 'reason'>> {
  if (kind === 'EXPRESS') {
    const ours = await executions.runSync(ARN, name, input);
    return sameFields(recorded, ours, ['status', 'input', 'output', 'error', 'cause']);
  }
  const { arn } = executions.start(ARN, name, input);
  const events = recorded.events ?? [];
  const isWhole =
    recorded.events === undefined || events.some(({ type }) => /^Execution(Suc|F|T|A)/.test(type));
  const started = Date.now();
  while (executions.get(arn).status === 'RUNNING' && Date.now() - started < (isWhole ? LONGEST_MS : 500))
    await delay(5);
  if (recorded.events === undefined)
    return sameFields(recorded, executions.get(arn), [
      'output',
      ...('status' in recorded ? ['status', 'error'] : []),
    ]);
  const history = executions.history(arn);
  const verdict = judgeHistory(events, history);
  return verdict === 'identical' ? { verdict } : { verdict, reason: firstDifference(events, history) };
}

function sameFields(
  recorded: object,
  ours: object,
  fields: readonly string[],
): Pick<Result, 'verdict' | 'reason'> {
  const pick = (from: object) =>
    normalised(
      Object.fromEntries(fields.map((field) => [field, (from as Record<string, unknown>)[field] ?? null])),
    );
  const [theirs, mine] = [pick(recorded), pick(ours)];
  if (isDeepStrictEqual(theirs, mine)) return { verdict: 'identical' };
  return { verdict: 'differs', reason: `recorded ${JSON.stringify(theirs)}, ours ${JSON.stringify(mine)}` };
}

function clockFrom(start: number): Clock {
  const begun = Date.now();
  return {
    now: () => start + (Date.now() - begun) * SPEED,
    timeAt: (real) => start + (real - begun) * SPEED,
    sleep: (ms, signal) => delay(ms / SPEED, undefined, signal && { signal }),
    speed: SPEED,
  };
}
