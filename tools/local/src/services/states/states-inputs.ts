import * as z from 'zod';

/** Inputs of the operations, strict: a member that is not honoured is refused by name. */
const arn = z.string().min(1).max(256);
const maxResults = z.int().min(0).max(1_000).default(0);
const nextToken = z.string().optional();

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const executionName = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]+$/u, 'InvalidName')
  .optional();

export const startExecution = z.strictObject({
  stateMachineArn: arn,
  name: executionName,
  input: z.string().default('{}'),
  traceHeader: z.string().optional(),
});
export const executionArn = z.strictObject({
  executionArn: arn,
  includedData: z.enum(['ALL_DATA', 'METADATA_ONLY']).optional(),
});
export const stateMachineArn = z.strictObject({
  stateMachineArn: arn,
  includedData: z.enum(['ALL_DATA', 'METADATA_ONLY']).optional(),
});
export const stopExecution = z.strictObject({
  executionArn: arn,
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});
export const listStateMachines = z.strictObject({ maxResults, nextToken });
export const listExecutions = z.strictObject({
  stateMachineArn: arn,
  statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']).optional(),
  maxResults,
  nextToken,
});
export const getExecutionHistory = z.strictObject({
  executionArn: arn,
  maxResults,
  nextToken,
  reverseOrder: z.boolean().default(false),
  includeExecutionData: z.boolean().default(true),
});
const taskToken = z.string().min(1).max(2_048);
export const sendTaskSuccess = z.strictObject({ taskToken, output: z.string() });
export const sendTaskFailure = z.strictObject({
  taskToken,
  error: z.string().max(256).default(''),
  cause: z.string().max(32_768).default(''),
});
