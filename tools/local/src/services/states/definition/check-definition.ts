import * as z from 'zod';
import { DefinitionError } from '../errors.ts';
import { expressionProblem } from './expression-problem.ts';
import { fieldProblem } from './state-fields.ts';

const language = z.enum(['JSONPath', 'JSONata']).optional();
const graph = z.looseObject({
  StartAt: z.string(),
  QueryLanguage: language,
  ProcessorConfig: z.looseObject({ Mode: z.string().optional() }).optional(),
  States: z.record(z.string(), z.looseObject({ Type: z.string(), QueryLanguage: language })),
});
type State = z.infer<typeof graph>['States'][string];

const MACHINE_FIELDS = new Set([
  'Comment',
  'StartAt',
  'States',
  'Version',
  'TimeoutSeconds',
  'QueryLanguage',
]);
const BRANCH_FIELDS = new Set(['Comment', 'StartAt', 'States', 'ProcessorConfig']);

/**
 * Throws `DefinitionError`, naming state and field, for a definition that does not run here as it would on AWS: what
 * the language does not have, and what the local stack does not run.
 */
export function checkDefinition(definition: string): void {
  const machine = parse(definition);
  const jsonata = graph.safeParse(machine).data?.QueryLanguage === 'JSONata';
  try {
    checkBranch('the machine', machine, jsonata, MACHINE_FIELDS);
  } catch (error) {
    if (error instanceof RangeError) throw new DefinitionError('is nested too deeply');
    throw error;
  }
}

function parse(definition: string): unknown {
  try {
    return JSON.parse(definition);
  } catch {
    throw new DefinitionError('is no JSON');
  }
}

function checkBranch(where: string, branch: unknown, jsonata: boolean, fields: ReadonlySet<string>): void {
  const parsed = graph.safeParse(branch);
  if (!parsed.success)
    throw new DefinitionError(`${where}: is no States Language: ${z.prettifyError(parsed.error)}`);
  const { StartAt, States, ProcessorConfig } = parsed.data;
  for (const field of Object.keys(parsed.data))
    if (!fields.has(field))
      throw new DefinitionError(`${where}: "${field}" is not supported by the local stack`);
  if (ProcessorConfig?.Mode === 'DISTRIBUTED')
    throw new DefinitionError(`${where}: the distributed Map is not supported by the local stack`);
  checkTarget(`${where}: StartAt`, StartAt, States);
  for (const [name, state] of Object.entries(States)) checkState(name, state, States, jsonata);
}

function checkState(
  name: string,
  state: State,
  states: Readonly<Record<string, State>>,
  outerIsJsonata: boolean,
): void {
  const where = `state "${name}"`;
  if (outerIsJsonata && state.QueryLanguage === 'JSONPath')
    throw new DefinitionError(`${where}: "QueryLanguage" is JSONPath in a machine of JSONata`);
  const jsonata = state.QueryLanguage === undefined ? outerIsJsonata : state.QueryLanguage === 'JSONata';
  const { Branches, ItemProcessor, Iterator } = state;
  const problem =
    fieldProblem(state.Type, Object.keys(state), jsonata) ??
    transitionProblem(state) ??
    taskProblem(state) ??
    expressionProblem(state, jsonata);
  if (problem !== undefined) throw new DefinitionError(`${where}: ${problem}`);
  for (const target of targetsOf(state)) checkTarget(where, target, states);
  const inner: unknown[] = [
    ...(Array.isArray(Branches) ? (Branches as unknown[]) : []),
    ItemProcessor,
    Iterator,
  ];
  for (const each of inner) if (each !== undefined) checkBranch(where, each, outerIsJsonata, BRANCH_FIELDS);
}

const onward = z.looseObject({
  Next: z.string().optional(),
  Default: z.string().optional(),
  Choices: z.array(z.looseObject({ Next: z.string() })).default([]),
  Catch: z.array(z.looseObject({ ErrorEquals: z.array(z.string()).min(1), Next: z.string() })).default([]),
  Retry: z.array(z.looseObject({ ErrorEquals: z.array(z.string()).min(1) })).default([]),
});
const ENDINGS = new Set(['Choice', 'Succeed', 'Fail']);

function transitionProblem(state: State): string | undefined {
  const parsed = onward.safeParse(state);
  if (!parsed.success) return `is no States Language: ${z.prettifyError(parsed.error)}`;
  if (ENDINGS.has(state.Type)) return undefined;
  return (parsed.data.Next === undefined) === (state['End'] !== true)
    ? 'has either "Next" or "End": true'
    : undefined;
}

function targetsOf(state: State): string[] {
  const { Next, Default, Choices, Catch } = onward.parse(state);
  return [Next, Default, ...[...Choices, ...Catch].map((each) => each.Next)].filter(
    (name) => name !== undefined,
  );
}

function checkTarget(where: string, target: string, states: Readonly<Record<string, unknown>>): void {
  if (!Object.hasOwn(states, target)) throw new DefinitionError(`${where}: leads to no state: "${target}"`);
}

const LAMBDA_TASK =
  /^arn:aws[\w-]*:(lambda:[\w-]*:\d*:function:.+|states:::lambda:invoke(\.waitForTaskToken)?)$/;
const INVOKE_PARAMETERS = new Set(['FunctionName', 'FunctionName.$', 'Payload', 'Payload.$']);

/** Why a task does not run here: what it calls, or a parameter of Lambda's Invoke; undefined when it does. */
function taskProblem(state: Readonly<Record<string, unknown>>): string | undefined {
  if (state['Type'] !== 'Task') return undefined;
  const resource = String(state['Resource']);
  if (!LAMBDA_TASK.test(resource)) return `Resource ${resource} is not supported by the local stack`;
  if (!resource.includes(':states:::')) return undefined;
  const given = state['Parameters'] ?? state['Arguments'] ?? {};
  const names = typeof given === 'object' ? Object.keys(given) : [];
  const unknown = names.find((name) => !INVOKE_PARAMETERS.has(name));
  return unknown === undefined
    ? undefined
    : `the parameter "${unknown}" of lambda:invoke is not supported by the local stack`;
}
