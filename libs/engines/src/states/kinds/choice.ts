import { type ChoiceRule, ruleHolds } from '../choice/choice-rule.ts';
import type { Choice } from '../definition.ts';
import { evaluationFailure, StateFailure } from '../failure.ts';
import type { Flow } from '../flow.ts';
import { fillValue } from '../jsonata/evaluate.ts';
import { contextOf, type Exit, type Visit } from '../visit.ts';

/** Goes where the first rule that holds leads, else to `Default`. */
export async function choose(visit: Visit, flow: Flow): Promise<Exit> {
  const { Choices = [], Default } = visit.state;
  for (const rule of Choices) if (await holds(visit, flow, rule)) return flow.chosen(rule, rule.Next);
  if (Default !== undefined) return flow.chosen(undefined, Default);
  const reason = 'Failed to transition out of the state. The state does not point to a next state.';
  throw new StateFailure('States.NoChoiceMatched', reason, 'definition');
}

async function holds(visit: Visit, flow: Flow, rule: Choice): Promise<boolean> {
  if (!visit.jsonata) return ruleHolds(rule as ChoiceRule, flow.scope());
  const { input, thread } = visit;
  const states = { input, context: contextOf(visit) };
  const value = await fillValue(rule.Condition, 'Condition', { states, variables: thread.variables });
  if (typeof value === 'boolean') return value;
  throw evaluationFailure(
    `The JSONata expression '${String(rule.Condition)}' specified for the field 'Condition' returned an unexpected result type. Expected 'boolean'`,
    'Condition',
  );
}
