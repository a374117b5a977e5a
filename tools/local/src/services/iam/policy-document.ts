import * as z from 'zod';
import { isSupportedOperator } from './condition.ts';

/** One or several; no union, so that what is wrong with an item is said of that item. */
const listOf = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), z.array(item));

const literal = z
  .string()
  .refine((text) => !text.includes('${'), 'policy variables are not supported by the local stack');

const expected = listOf(z.union([z.string(), z.boolean(), z.number()]).transform(String));

const condition = z.record(z.string(), z.record(z.string(), expected)).superRefine((operators, context) => {
  for (const name of Object.keys(operators).filter((operator) => !isSupportedOperator(operator))) {
    const message = `condition operator "${name}" is not supported by the local stack`;
    context.addIssue({ code: 'custom', path: [name], message });
  }
});

const elements = {
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: listOf(z.string()).optional(),
  NotAction: listOf(z.string()).optional(),
  Resource: listOf(literal).optional(),
  NotResource: listOf(literal).optional(),
  Condition: condition.default({}),
};

type Elements = z.infer<z.ZodObject<typeof elements>>;

/** A statement that names actions and resources. */
const complete = <Statement extends z.ZodType<Elements>>(statement: Statement) =>
  statement
    .refine(
      (one) => (one.Action === undefined) !== (one.NotAction === undefined),
      'needs Action or NotAction',
    )
    .refine(
      (one) => (one.Resource === undefined) !== (one.NotResource === undefined),
      'needs Resource or NotResource',
    );

/**
 * A policy of a role. An element, a condition operator or a policy variable that the evaluator does not act out is
 * refused by name. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const policyDocument = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: listOf(complete(z.strictObject(elements))),
});

export type PolicyDocument = z.infer<typeof policyDocument>;
export type PolicyStatement = PolicyDocument['Statement'][number];

const principals = z.union([
  z.literal('*'),
  z.strictObject({ AWS: listOf(z.string()).optional(), Service: listOf(z.string()).optional() }),
]);

/** A policy of a resource, such as a topic or a queue, which says who may use it. */
export const resourcePolicy = z.strictObject({
  Version: z.enum(['2008-10-17', '2012-10-17']).default('2008-10-17'),
  Id: z.string().optional(),
  Statement: listOf(complete(z.strictObject({ ...elements, Principal: principals }))),
});

export type ResourcePolicy = z.infer<typeof resourcePolicy>;

/** Characters of a policy as AWS counts them, without white space: of the shortest way to write it. */
export function policySize(policy: PolicyDocument | ResourcePolicy): number {
  return JSON.stringify(policy, (key, value: unknown) => {
    if (Array.isArray(value) && value.length === 1) return value[0];
    return key === 'Condition' && Object.keys(Object(value)).length === 0 ? undefined : value;
  }).length;
}
