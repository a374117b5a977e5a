import * as z from 'zod';

const kind = z.enum(['http', 'message', 'upload', 'execution', 'invoke']);

/** What the tutorials send, as it can be sent to this stack. */
export const sampleList = z.object({
  samples: z.array(
    z.object({
      id: z.string(),
      kind,
      target: z.string().describe('Name of what takes it, such as a queue or a function'),
      event: z.string().describe('Text to edit and send; JSON but for the body of a message'),
    }),
  ),
});

export const sentEvent = z.strictObject({
  sample: z.string().describe('Id of the sample whose place takes the event'),
  event: z.string().max(1_000_000),
});

/** What came back. */
export const sendAnswer = z.object({
  status: z.number().describe('HTTP status'),
  text: z.string(),
  error: z.string().optional().describe('`Handled` or `Unhandled`, when the function failed'),
  report: z.string().optional().describe('The REPORT line of an invocation'),
  trace: z.string().optional().describe('Under which its trace is found'),
});

const outcome = z.enum(['running', 'succeeded', 'failed', 'throttled', 'stopped']);

const invocation = z.object({
  id: z.number().describe('Grows with each invocation'),
  requestId: z.string(),
  functionName: z.string(),
  trigger: z.string(),
  started: z.number().describe('Milliseconds since the epoch'),
  outcome,
  durationMs: z.number().optional(),
  initMs: z.number().optional().describe('Of a cold start'),
});

export const invocationQuery = z.strictObject({
  text: z
    .string()
    .max(1_000)
    .optional()
    .describe('Each word must be in its function, trigger, outcome or event'),
});
export const invocationList = z.object({
  invocations: z.array(invocation).describe('The newest first'),
  kept: z.number(),
});
export const invocationDetail = invocation.extend({ event: z.string(), answer: z.string().optional() });
export const invocationPath = z.strictObject({ id: z.coerce.number().int() });
export const replayedEvent = z.strictObject({
  event: z.string().max(6_500_000).optional().describe('In place of the event as it was'),
});

export type SampleList = z.infer<typeof sampleList>;
export type Sample = SampleList['samples'][number];
export type SendAnswer = z.infer<typeof sendAnswer>;
export type InvocationSummary = z.infer<typeof invocation>;
export type InvocationList = z.infer<typeof invocationList>;
export type InvocationDetail = z.infer<typeof invocationDetail>;
