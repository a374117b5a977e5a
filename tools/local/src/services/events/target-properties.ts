import * as z from 'zod';
import { queueArnText } from '../sqs/resources/queue-arn-text.ts';
import { type Target, target } from './rule.ts';
import { stepsOf } from './target-input.ts';

const endpoint = z
  .string()
  .max(1600)
  .regex(
    /^arn:[^:]+:(lambda:[^:]*:\d{12}:function:[^:]+|sqs:[^:]*:\d{12}:[\w-]+)$/,
    'is not the ARN of a function or of a standard queue',
  );

/** A target in a request and in a template. Other kinds of targets, and what they alone need, are refused by name. */
export const targetProperties = z.strictObject({
  Id: z.string().regex(/^[\w.-]{1,64}$/, 'is no id of a target'),
  Arn: endpoint,
  Input: z
    .string()
    .max(8192)
    .refine((text) => isJson(text), 'is no JSON')
    .optional(),
  InputPath: z
    .string()
    .max(256)
    .refine((path) => stepsOf(path) !== undefined, 'is no path, such as $.detail')
    .optional(),
  RetryPolicy: z
    .strictObject({
      MaximumEventAgeInSeconds: z.int().min(60).max(86_400).optional(),
      MaximumRetryAttempts: z.int().min(0).max(185).optional(),
    })
    .optional(),
  DeadLetterConfig: z.strictObject({ Arn: queueArnText }).optional(),
});

export function targetOf(given: z.infer<typeof targetProperties>): Target {
  const { Id, Arn, Input, InputPath, RetryPolicy, DeadLetterConfig } = given;
  return target.parse({
    ...{ id: Id, arn: Arn, input: Input, inputPath: InputPath, deadLetterArn: DeadLetterConfig?.Arn },
    maximumAgeSeconds: RetryPolicy?.MaximumEventAgeInSeconds,
    maximumAttempts: RetryPolicy?.MaximumRetryAttempts,
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
