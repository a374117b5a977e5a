import * as z from 'zod';

const count = z.number().int();

const queueCounts = z.object({
  waiting: count.describe('Messages that may be received'),
  inFlight: count.describe('Messages that were received and are hidden'),
  delayed: count.describe('Messages that may not be received yet'),
});

/** What holds data in the stack. */
export const dataOverview = z.object({
  tables: z.array(z.object({ name: z.string(), items: count })),
  queues: z.array(
    queueCounts.extend({
      name: z.string(),
      deadLetterOf: z.array(z.string()).describe('The queues whose dead letters it takes'),
    }),
  ),
  buckets: z.array(z.object({ name: z.string() })),
  boards: z.array(z.object({ name: z.string(), players: count })).describe('Boards of the ranking in Redis'),
});

const text = z.string().max(2_048);
const limit = z.coerce.number().int().min(1).max(10_000).default(1_000);

export const tableQuery = z.strictObject({
  name: text,
  text: text.optional().describe('Text in the key; a number for a key that is one'),
  cursor: text.optional().describe('`next` of the page before'),
  limit: limit.describe('About so many items'),
});
export const tablePage = z.object({
  keys: z.array(z.object({ name: z.string(), type: z.enum(['S', 'N', 'B']) })),
  items: count.describe('Items of the whole table'),
  rows: z.array(
    z.object({
      key: z.string().describe('DynamoDB JSON of the key alone, which names the item'),
      values: z.array(z.string()).describe('Of the key'),
      preview: z.string().describe('The begin of the other attributes'),
    }),
  ),
  next: z.string().nullable(),
});

export const itemQuery = z.strictObject({ name: text, key: text.describe('`key` of a row') });
export const tableItem = z.object({
  item: z.string().describe('DynamoDB JSON, with the type of each value'),
});

export const itemChange = z.strictObject({
  item: z.string().max(500_000).describe('DynamoDB JSON'),
  before: z
    .string()
    .max(500_000)
    .optional()
    .describe('The item as it was read; absent for a new item, whose key must be free'),
});
export const itemRemoval = z.strictObject({ before: z.string().max(500_000) });
export const itemKey = z.object({ key: z.string() });

const message = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'inFlight', 'delayed']),
  preview: z.string(),
  bytes: count,
  receiveCount: count,
  sent: z.number().describe('Milliseconds since the epoch'),
  visibleAt: z.number().optional().describe('When it may be received, for one in flight or delayed'),
  group: z.string().optional(),
});

export const queueQuery = z.strictObject({
  name: text,
  text: text.optional().describe('Text in the body or the id'),
  limit,
});
export const queuePage = queueCounts.extend({
  deadLetterQueue: z.string().optional(),
  deadLetterOf: z.array(z.string()),
  attributes: z.record(z.string(), z.string()),
  messages: z.array(message).describe('Nothing is received: receive counts stay as they are'),
});

export const messageQuery = z.strictObject({ name: text, id: text });
export const queueMessage = message.extend({
  body: z.string(),
  attributes: z.record(z.string(), z.unknown()).describe('Message attributes'),
  system: z.record(z.string(), z.string()).describe('System attributes'),
});
export const redriveAnswer = z.object({
  moved: count,
  left: count.describe('Messages whose source queue is not known'),
});

export const bucketQuery = z.strictObject({
  name: text,
  prefix: text.optional(),
  cursor: text.optional().describe('`next` of the page before'),
  limit,
});
export const bucketPage = z.object({
  objects: z.array(
    z.object({
      key: z.string(),
      size: count,
      modified: z.number(),
      type: z.string().describe('As declared'),
    }),
  ),
  next: z.string().nullable(),
});

export const objectQuery = z.strictObject({ name: text, key: text });
const picture = z.object({ bucket: z.string(), key: z.string() });
export const bucketObject = z.object({
  key: z.string(),
  size: count,
  modified: z.number(),
  etag: z.string(),
  headers: z.record(z.string(), z.string()),
  tags: z.array(z.object({ Key: z.string(), Value: z.string() })),
  isPicture: z.boolean().describe('Whether its bytes are a raster picture, whatever its declared type is'),
  text: z.string().optional().describe('The begin of what is text'),
  source: picture.optional().describe('The upload that it was made of'),
  rendition: picture.optional().describe('The thumbnail or the proxy that was made of it'),
});

export type DataOverview = z.infer<typeof dataOverview>;
export type TablePage = z.infer<typeof tablePage>;
export type TableItem = z.infer<typeof tableItem>;
export type QueuePage = z.infer<typeof queuePage>;
export type QueueMessage = z.infer<typeof queueMessage>;
export type RedriveAnswer = z.infer<typeof redriveAnswer>;
export type BucketPage = z.infer<typeof bucketPage>;
export type BucketObject = z.infer<typeof bucketObject>;
