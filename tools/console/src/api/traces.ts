import * as z from 'zod';

/** How far a trace has come: `retried` is well in the end, `dead` has a dead letter. */
export const traceStatus = z.enum(['running', 'ok', 'retried', 'failed', 'dead']);
export type TraceStatus = z.infer<typeof traceStatus>;

/** What a trace met with on its way. */
export const traceFlag = z.enum(['cold', 'denied', 'fault', 'retry', 'deadLetter', 'redrive']);
export type TraceFlag = z.infer<typeof traceFlag>;

const time = z.number().describe('Milliseconds since the epoch.');

const instant = z.coerce.number().int().min(0);

/** What a list of traces may be asked for; all of it must hold. */
export const traceQuery = z.strictObject({
  entry: z.string().max(100).optional().describe('What it began with, such as request or message.'),
  function: z.string().max(200).optional().describe('A function that ran for it.'),
  status: traceStatus.optional(),
  flag: traceFlag.optional(),
  text: z.string().max(200).optional().describe('Text in its name, its functions or what was sent.'),
  from: instant.optional().describe('Milliseconds since the epoch, inclusive.'),
  to: instant.optional().describe('Milliseconds since the epoch, exclusive.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.coerce.number().int().min(1).optional().describe('`next` of the page before.'),
});
/** `TraceQuery` as it was read, with its defaults. */
export type TraceQuery = z.output<typeof traceQuery>;

/** A trace in a list. */
const traceSummary = z.object({
  id: z.string().describe('In the form of X-Ray, such as 1-5759e988-bd862e3fe1be46a994272793.'),
  entry: z.string().describe('What it began with: request, message, upload, ticket, execution, event, …'),
  name: z.string(),
  started: time,
  ended: time.optional(),
  status: traceStatus,
  flags: z.array(traceFlag),
  functions: z.array(z.string()),
  spans: z.number(),
});
export type TraceSummary = z.infer<typeof traceSummary>;

const spanKind = z.enum(['entry', 'request', 'call', 'invocation', 'deadLetter']);

/** One piece of work: a request, a call at the gateway, an invocation of a function. */
export const traceSpan = z.object({
  id: z.number(),
  parent: z.number().optional().describe('The span within which it ran.'),
  causes: z.array(z.number()).describe('The spans that it comes of.'),
  kind: spanKind,
  name: z.string().describe('Such as `sqs SendMessage` or the name of a function.'),
  function: z.string().optional(),
  requestId: z.string().optional(),
  started: time,
  ended: time.optional(),
  status: z.enum(['running', 'ok', 'failed', 'denied', 'throttled', 'stopped']),
  attempt: z.number().optional(),
  siblings: z.number().optional().describe('Traces that an invocation with a batch belongs to.'),
  failedItems: z.array(z.string()).optional(),
  httpStatus: z.number().optional(),
  coldMs: z.number().optional().describe('Milliseconds of the initialization of a cold start.'),
  durationMs: z.number().optional(),
  denied: z.object({ action: z.string(), resource: z.string(), principalArn: z.string() }).optional(),
  fault: z.string().optional(),
  resource: z.string().optional(),
  trigger: z.string().optional(),
  keys: z.array(z.string()).optional().describe('Ids under which it may be looked up.'),
  input: z.string().optional().describe('Secrets are redacted; cut off at 4,096 characters.'),
  output: z.string().optional(),
  lines: z.array(z.object({ time, line: z.string() })).optional(),
});
export type TraceSpan = z.infer<typeof traceSpan>;

export const traceDetail = traceSummary.extend({ tree: z.array(traceSpan) });
export type TraceDetail = z.infer<typeof traceDetail>;

export const tracePage = z.object({ traces: z.array(traceSummary), next: z.string().nullable() });
export type TracePage = z.infer<typeof tracePage>;
