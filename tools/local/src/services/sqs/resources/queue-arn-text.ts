import * as z from 'zod';

/** The ARN of a queue, where AWS also takes topics, buses and functions. */
export const queueArnText = z.string().regex(/^arn:[^:]+:sqs:[^:]*:\d+:[^:]+$/, 'is not the ARN of a queue');
