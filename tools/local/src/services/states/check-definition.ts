import * as z from 'zod';
import { DefinitionError } from './errors.ts';

/** Fields that the engine would read over, so that a machine would run otherwise than on AWS. */
const refusedFields = new Map([
  ['QueryLanguage', 'JSONata'],
  ['Assign', 'variables'],
  ['Arguments', 'JSONata'],
  ['Output', 'JSONata'],
  ['HeartbeatSeconds', 'heartbeats'],
  ['HeartbeatSecondsPath', 'heartbeats'],
  ['ItemReader', 'the distributed Map'],
  ['ItemBatcher', 'the distributed Map'],
  ['ResultWriter', 'the distributed Map'],
  ['ToleratedFailureCount', 'the distributed Map'],
  ['ToleratedFailurePercentage', 'the distributed Map'],
  ['Credentials', 'roles of other accounts'],
]);

const LAMBDA_TASK = /^arn:aws:(lambda:[\w-]*:\d*:function:.+|states:::lambda:invoke(\.waitForTaskToken)?)$/;

const graph = z.looseObject({
  StartAt: z.string(),
  States: z.record(z.string(), z.looseObject({ Type: z.string() })),
});
type State = z.infer<typeof graph>['States'][string];
/**
 * Throws `DefinitionError`, naming state and field, for a definition that does not run here as it would on AWS. Whether
 * it is valid in every detail is for the build to say: a validator would take longer than the whole stack to start.
 */
export function checkDefinition(definition: string): void {
  const parsed = parse(definition);
  refuseFields('the machine', parsed, ['States']);
  refuseStates(parsed);
}

function parse(definition: string): unknown {
  try {
    return JSON.parse(definition);
  } catch {
    throw new DefinitionError('is no JSON');
  }
}

function refuseStates(branch: unknown): void {
  const parsed = graph.safeParse(branch);
  if (!parsed.success) throw new DefinitionError(`is no States Language: ${z.prettifyError(parsed.error)}`);
  const { StartAt, States } = parsed.data;
  refuseTarget('StartAt', StartAt, States);
  for (const [name, state] of Object.entries(States)) {
    refuseFields(`state "${name}"`, state, []);
    refuseResource(name, state);
    for (const target of targetsOf(state)) refuseTarget(`state "${name}"`, target, States);
    const { Branches, ItemProcessor, Iterator } = state;
    const inner = [...(Array.isArray(Branches) ? Branches : []), ItemProcessor, Iterator];
    for (const each of inner.filter((one) => one !== undefined)) refuseStates(each);
    if (JSON.stringify(ItemProcessor ?? {}).includes('"DISTRIBUTED"'))
      throw new DefinitionError(`state "${name}": the distributed Map is not supported by the local stack`);
  }
}

const onward = z.looseObject({
  Next: z.string().optional(),
  Default: z.string().optional(),
  Choices: z.array(z.looseObject({ Next: z.string() })).default([]),
  Catch: z.array(z.looseObject({ Next: z.string() })).default([]),
});

function targetsOf(state: State): string[] {
  const { Next, Default, Choices, Catch } = onward.parse(state);
  return [Next, Default, ...[...Choices, ...Catch].map((each) => each.Next)].filter(
    (name) => name !== undefined,
  );
}

function refuseTarget(where: string, target: string, states: Readonly<Record<string, unknown>>): void {
  if (!Object.hasOwn(states, target)) throw new DefinitionError(`${where}: leads to no state: "${target}"`);
}

function refuseFields(where: string, holder: unknown, except: readonly string[]): void {
  if (typeof holder !== 'object' || holder === null) return;
  for (const [field, value] of Object.entries(holder)) {
    const feature = refusedFields.get(field);
    const isPath = field === 'QueryLanguage' && value === 'JSONPath';
    if (feature === undefined || isPath || except.includes(field)) continue;
    throw new DefinitionError(`${where}: "${field}" (${feature}) is not supported by the local stack`);
  }
}

function refuseResource(name: string, { Type, Resource }: State): void {
  if (Type !== 'Task' || (typeof Resource === 'string' && LAMBDA_TASK.test(Resource))) return;
  throw new DefinitionError(
    `state "${name}": Resource ${String(Resource)} is not supported by the local stack`,
  );
}
