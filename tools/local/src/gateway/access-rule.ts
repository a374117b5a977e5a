import * as z from 'zod';
import type { Access, Free, ServiceRequest } from './service.ts';

type Rule<Context> = (
  context: Context,
  input: unknown,
  request: ServiceRequest,
) => readonly Access[] | Promise<readonly Access[]>;

/** What IAM must allow for each operation of a service, by the operation's name: one that is free says why. */
export type AccessRules<Context> = Readonly<Record<string, Rule<Context> | Free>>;

/**
 * What one operation needs, from those members of its input that the operation reads: no other member is looked at.
 * A member of another type is refused as the operation would refuse it.
 */
export function accessRule<Context, Input>(
  members: z.ZodType<Input>,
  needs: (context: Context, input: Input, request: ServiceRequest) => ReturnType<Rule<Context>>,
): Rule<Context> {
  return (context, input, request) => {
    const parsed = members.safeParse(input);
    if (parsed.success) return needs(context, parsed.data, request);
    throw new InvalidInput(parsed.error);
  };
}

/** Input that an operation does not take; told apart from a ZodError of the operation's own work, which is a failure. */
export class InvalidInput extends Error {
  readonly problem: z.ZodError;

  constructor(problem: z.ZodError) {
    super(z.prettifyError(problem));
    this.problem = problem;
  }
}

/** The rule of a name. Throws when an operation has no rule, or when a rule has no operation. */
export function findRule<Context>(
  service: string,
  operations: ReadonlySet<string>,
  rules: AccessRules<Context>,
): (operation: string) => Rule<Context> | Free {
  const known = new Map(Object.entries(rules));
  const lacking = operations.symmetricDifference(new Set(known.keys()));
  if (lacking.size > 0)
    throw new Error(`${service}: operations and access rules differ in ${[...lacking].join(', ')}`);
  return (operation) => {
    const rule = known.get(operation);
    if (rule === undefined) throw new Error(`${service} has no operation ${operation}`);
    return rule;
  };
}
