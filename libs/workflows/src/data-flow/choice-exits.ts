import type { Choice, ChoiceRule, Comparison } from '../state.ts';
import type { JsonSchema } from './json-schema.ts';
import { isCertainAt, narrowAt, shapeAt, withShapeAt } from './reference-path.ts';

/** One way out of a state: the state that it leads to, undefined at the end, and the data that goes there. */
export type Exit = { to: string | undefined; data: JsonSchema };

/** Every way out of a choice with what its rule says of the data, and the variables that may not be there. */
export function choiceExits(
  { Choices, Default }: Choice<string>,
  input: JsonSchema,
): { exits: Exit[]; problems: string[] } {
  const exits: Exit[] = [];
  const problems: string[] = [];
  let left = input;
  for (const { Next, ...rule } of Choices) {
    const { matched, missing } = whenMatched(rule, left);
    exits.push({ to: Next, data: matched });
    problems.push(...missing.map((variable) => `${variable} may be missing`));
    left = whenPassedOver(rule, left);
  }
  return { exits: [...exits, { to: Default, data: left }], problems };
}

type Matched = { matched: JsonSchema; missing: string[] };

function whenMatched(rule: ChoiceRule, input: JsonSchema): Matched {
  if ('And' in rule)
    return rule.And.reduce<Matched>(
      ({ matched, missing }, each) => {
        const next = whenMatched(each, matched);
        return { matched: next.matched, missing: [...missing, ...next.missing] };
      },
      { matched: input, missing: [] },
    );
  if ('Or' in rule)
    return { matched: input, missing: rule.Or.flatMap((each) => whenMatched(each, input).missing) };
  if ('Not' in rule)
    return { matched: whenPassedOver(rule.Not, input), missing: whenMatched(rule.Not, input).missing };
  return compared(rule, input);
}

function compared(rule: Comparison, input: JsonSchema): Matched {
  if ('IsPresent' in rule)
    return { matched: rule.IsPresent ? present(rule.Variable, input) : input, missing: [] };
  const matched = 'StringEquals' in rule ? equal(rule, input) : present(rule.Variable, input);
  return { matched, missing: isCertainAt(input, rule.Variable) ? [] : [rule.Variable] };
}

function whenPassedOver(rule: ChoiceRule, input: JsonSchema): JsonSchema {
  if ('StringEquals' in rule)
    return narrowAt(input, rule.Variable, (value) => !isOnly(value, rule.StringEquals));
  return 'IsPresent' in rule && !rule.IsPresent ? present(rule.Variable, input) : input;
}

/** The shapes of the input whose variable may be the text; in these it is the text. */
function equal({ Variable, StringEquals: text }: Comparison & { StringEquals: string }, input: JsonSchema) {
  const possible = narrowAt(input, Variable, (value) => mayBe(value, text));
  return withShapeAt(possible, Variable, { type: 'string', const: text });
}

function mayBe({ const: only, enum: several }: JsonSchema, text: string): boolean {
  return only === undefined ? (several?.includes(text) ?? true) : only === text;
}

function isOnly({ const: only, enum: several }: JsonSchema, text: string): boolean {
  return only === text || (several?.every((each) => each === text) ?? false);
}

function present(variable: string, input: JsonSchema): JsonSchema {
  return withShapeAt(input, variable, shapeAt(input, variable) ?? {});
}
