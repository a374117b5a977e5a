import * as z from 'zod';

/** Inputs of the operations, strict: a member that is not honoured is refused by name. */
const limit = z.int().min(1).max(10_000);
const time = z.int().min(0);
const group = z.string().min(1).max(2048);

/** A group by name or ARN; one of the two. */
const groupMembers = { logGroupName: group.optional(), logGroupIdentifier: group.optional() };

export const describeLogGroupsInput = z.strictObject({
  logGroupNamePrefix: z.string().optional(),
  logGroupNamePattern: z.string().optional(),
  limit: z.int().min(1).max(50).default(50),
  nextToken: z.string().optional(),
});

export const describeLogStreamsInput = z.strictObject({
  ...groupMembers,
  logStreamNamePrefix: z.string().optional(),
  orderBy: z.enum(['LogStreamName', 'LastEventTime']).default('LogStreamName'),
  descending: z.boolean().default(false),
  limit: z.int().min(1).max(50).default(50),
  nextToken: z.string().optional(),
});

export const getLogEventsInput = z.strictObject({
  ...groupMembers,
  logStreamName: z.string(),
  startTime: time.optional(),
  endTime: time.optional(),
  nextToken: z.string().optional(),
  limit: limit.default(10_000),
  startFromHead: z.boolean().default(false),
  unmask: z.literal(false).optional(),
});

export const filterLogEventsInput = z.strictObject({
  ...groupMembers,
  logStreamNames: z.array(z.string()).min(1).max(100).optional(),
  logStreamNamePrefix: z.string().optional(),
  startTime: time.optional(),
  endTime: time.optional(),
  filterPattern: z.string().max(1024).default(''),
  nextToken: z.string().optional(),
  limit: limit.default(10_000),
  // Events of several streams are always interleaved.
  interleaved: z.boolean().optional(),
  unmask: z.literal(false).optional(),
});

export const createLogGroupInput = z.strictObject({ logGroupName: group });

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentionDays = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
  ...[1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

export const putRetentionPolicyInput = z.strictObject({
  logGroupName: group,
  retentionInDays: z
    .int()
    .refine((days) => retentionDays.includes(days), `must be one of ${retentionDays.join(', ')}`),
});
