import * as z from 'zod';

const nodeKind = z.enum([
  ...(['api', 'socket', 'users', 'matchmaker', 'rule', 'machine'] as const),
  ...(['function', 'queue', 'topic', 'table', 'bucket', 'redis'] as const),
]);

const mapNode = z.object({
  id: z.string().describe('Kind and name, such as `queue:game-result-queue`'),
  kind: nodeKind,
  name: z.string().describe('Its name in AWS, or the id of an API'),
  label: z.string().describe('What people call it'),
  stack: z.string(),
});

const mapEdge = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  kind: z
    .enum(['triggers', 'calls', 'stream', 'deadLetters', 'uses'])
    .describe('`calls`: by the permissions of a role; `uses`: what no call at the gateway shows'),
  actions: z.array(z.string()).describe('That the role of `from` may do with `to`'),
});

/** What the stacks are made of, and what leads to what. */
export const stackMap = z.object({
  stacks: z.array(z.string()),
  nodes: z.array(mapNode),
  edges: z.array(mapEdge),
});

const nodeTraffic = z.object({
  node: z.string(),
  invocations: z.number().optional(),
  errors: z.number().optional(),
  throttles: z.number().optional(),
  iteratorAgeMs: z.number().optional().describe('Of the last batch of records'),
  messages: z.number().optional().describe('That wait, are delayed or are received, in a queue'),
  isDeadLetters: z.boolean().optional().describe('A queue that takes what others gave up'),
});

/** What has happened since the stack started; what nothing happened to is left out. */
export const mapTraffic = z.object({
  edges: z.array(
    z.object({
      edge: z.string(),
      count: z.number(),
      last: z.number().describe('Milliseconds since the epoch'),
    }),
  ),
  nodes: z.array(nodeTraffic),
});

export type NodeKind = z.infer<typeof nodeKind>;
export type MapNode = z.infer<typeof mapNode>;
export type MapEdge = z.infer<typeof mapEdge>;
export type StackMap = z.infer<typeof stackMap>;
export type NodeTraffic = z.infer<typeof nodeTraffic>;
export type MapTraffic = z.infer<typeof mapTraffic>;
