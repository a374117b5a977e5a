import type * as z from 'zod/mini';

/** A Lambda function that a machine runs: its deployed name, the shapes of what goes in and comes out, and the names of the errors that it throws. */
export type TaskFunction = {
  name: string;
  input: z.core.$ZodType;
  output: z.core.$ZodType;
  /** `name` of each error, as Step Functions sees it. */
  errors: readonly string[];
};

/** Describes a function to the machines that run it. */
export function taskFunction(description: TaskFunction): TaskFunction {
  return description;
}
