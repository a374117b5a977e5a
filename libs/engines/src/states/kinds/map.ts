import type { Branch } from '../definition.ts';
import { evaluationFailure, runtimeFailure } from '../failure.ts';
import type { Flow } from '../flow.ts';
import { valueAtPath } from '../template/template.ts';
import { type Exit, tell, type Visit } from '../visit.ts';
import { type Job, type RunThread, runJobs } from './branches.ts';

/** What AWS runs at a time when the state sets no limit. */
const MOST_AT_ONCE = 40;

/** Runs its processor once per item; the result is the array of the outputs. */
export async function map(visit: Visit, flow: Flow, runThread: RunThread): Promise<Exit> {
  const { ItemProcessor, Iterator } = visit.state;
  const branch = ItemProcessor ?? Iterator ?? { StartAt: '', States: {} };
  const items = await itemsOf(visit, flow);
  const most = await concurrencyOf(visit, flow);
  tell(visit, 'MapStateStarted', { name: 'mapStateStarted', value: { length: items.length } });
  visit.started = true;
  const jobs = await Promise.all(items.map((Value, Index) => jobOf(visit, flow, branch, { Index, Value })));
  const iteration = (kind: string) => (index: number, previous: number) => {
    const details = { name: `mapIteration${kind}`, value: { name: visit.name, index } };
    const key = `${visit.retryCount}.${index}${kind}`;
    return tell(visit, `MapIteration${kind}`, details, { previous, aside: true, key });
  };
  const result = await runJobs(visit, jobs, most, runThread, {
    onStart: iteration('Started'),
    onEnd: iteration('Succeeded'),
    onFail: iteration('Failed'),
    onCancel: iteration('Aborted'),
  });
  tell(visit, 'MapStateSucceeded', undefined, { aside: true });
  return flow.exit(result);
}

async function jobOf(
  { state, jsonata }: Visit,
  flow: Flow,
  branch: Branch,
  item: { Index: number; Value: unknown },
): Promise<Job> {
  const selector = state.ItemSelector ?? (jsonata ? undefined : state.Parameters);
  const context = { Item: item };
  const input = selector === undefined ? item.Value : await flow.fill(selector, await flow.input(), context);
  return { branch, input, item: context };
}

async function itemsOf(visit: Visit, flow: Flow): Promise<unknown[]> {
  const { state, jsonata } = visit;
  if (jsonata && state.Items !== undefined) {
    const items = await flow.field('Items');
    if (Array.isArray(items)) return items as unknown[];
    const text = typeof state.Items === 'string' ? state.Items.slice(2, -2).trim() : '';
    throw evaluationFailure(
      `The JSONata expression '${text}' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was '${typeOf(items)}' for value: ${JSON.stringify(items)}`,
      'Items',
    );
  }
  const input = await flow.input();
  const items = jsonata || state.ItemsPath === undefined ? input : valueAtPath(state.ItemsPath, flow.scope());
  if (Array.isArray(items)) return items as unknown[];
  if (jsonata) throw evaluationFailure(`Map state input must be an array but was: ${JSON.stringify(items)}`);
  throw runtimeFailure(
    `Reference path "${state.ItemsPath ?? '$'}" must point to array. But it points to: ${JSON.stringify(items)}`,
  );
}

async function concurrencyOf({ state }: Visit, flow: Flow): Promise<number> {
  const value = (await flow.field('MaxConcurrency')) ?? 0;
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    throw runtimeFailure(
      `The MaxConcurrencyPath field refers to value "${shown}" which is not a valid integer: ${state.MaxConcurrencyPath}`,
    );
  }
  if (value < 0) throw runtimeFailure('MaxConcurrency cannot be negative.');
  return value === 0 ? MOST_AT_ONCE : value;
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : typeof value;
}
