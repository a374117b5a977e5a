import * as z from 'zod';

const executionStatus = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);
const time = z.number().describe('Milliseconds since the epoch, on the clock of the stack');

/** The state machines of the stack. */
export const stateMachines = z.object({
  machines: z.array(
    z.object({
      name: z.string(),
      arn: z.string(),
      type: z.enum(['STANDARD', 'EXPRESS']),
      definition: z.string().describe('Amazon States Language, with the ARNs of the functions'),
    }),
  ),
});

export const executionQuery = z.strictObject({
  machine: z.string(),
  text: z.string().max(1_000).optional().describe('Each word must be in its name, its status or its error'),
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000).describe('The newest so many'),
});

const executionSummary = z.object({
  name: z.string(),
  status: executionStatus,
  started: time,
  stopped: time.optional(),
  error: z.string().optional(),
});

export const executionPage = z.object({
  executions: z.array(executionSummary).describe('The newest first'),
  kept: z.number().describe('Executions of the machine, whether they match or not'),
});

const stateRun = z.object({
  state: z.string(),
  status: z
    .enum(['waiting', 'running', 'succeeded', 'failed', 'caught', 'stopped'])
    .describe('`caught`: it failed, and the machine went on as its Catch says'),
  visits: z.number().describe('How often it was entered'),
  attempts: z.number().describe('Of its task, in the last visit'),
  entered: time,
  exited: time.optional(),
  input: z.string().optional(),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

export const executionDetail = executionSummary.extend({
  input: z.string(),
  output: z.string().optional(),
  cause: z.string().optional(),
  states: z.array(stateRun).describe('Those that were entered; figures and texts are of the last visit'),
  transitions: z.array(z.string()).describe('Ways that were gone, as `from>to`'),
  events: z
    .array(
      z.object({ id: z.number(), time, type: z.string(), state: z.string().optional(), details: z.string() }),
    )
    .describe('The last 2,000 of its history, the newest first'),
});

export const executionPath = z.strictObject({ machine: z.string(), name: z.string() });

export const newExecution = z.strictObject({
  name: z.string().max(80).optional().describe('A random one by default'),
  input: z.string().max(262_144).describe('JSON'),
});
export const startedExecution = z.object({ name: z.string() });

export type StateMachines = z.infer<typeof stateMachines>;
export type ExecutionSummary = z.infer<typeof executionSummary>;
export type ExecutionPage = z.infer<typeof executionPage>;
export type StateRun = z.infer<typeof stateRun>;
export type ExecutionDetail = z.infer<typeof executionDetail>;
export type StartedExecution = z.infer<typeof startedExecution>;
