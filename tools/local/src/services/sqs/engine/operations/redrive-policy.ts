import * as z from 'zod';
import { invalidParameter } from '../../queue-error.ts';
import type { EngineQueue } from '../fauxqs.ts';
import { type EngineContext, pathOf, queueAt, queueOperation, text, whole } from './queue-operation.ts';
import { page } from './queue-listing.ts';

const redrive = z.strictObject({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int().min(1).max(1000),
});
const allow = z.strictObject({
  redrivePermission: z.enum(['allowAll', 'denyAll', 'byQueue']),
  sourceQueueArns: z.array(z.string()).max(10).optional(),
});

/** A redrive policy in one spelling; '' removes it. Its dead-letter queue must exist, be of the same type and allow it. */
export function redrivePolicy(value: string, context: EngineContext, arn: string): string {
  if (value === '') return value;
  const policy = parsed(redrive, 'RedrivePolicy', value);
  const target = context.store.getQueueByArn(policy.deadLetterTargetArn);
  const refuse = (reason: string) => invalidParameter('RedrivePolicy', value, reason);
  if (target === undefined) throw refuse('Dead letter target does not exist.');
  if (target.isFifo() !== arn.endsWith('.fifo')) {
    throw refuse('Dead-letter queue must be same type of queue as the source.');
  }
  if (!allows(target, arn)) throw refuse('The dead-letter queue does not allow this source queue.');
  return JSON.stringify(policy);
}

/** A redrive allow policy in one spelling; '' removes it. */
export function redriveAllowPolicy(value: string): string {
  return value === '' ? value : JSON.stringify(parsed(allow, 'RedriveAllowPolicy', value));
}

/** The queues that give up their messages to the one of this ARN, by name. */
export function sourcesOf(context: EngineContext, arn: string): EngineQueue[] {
  return [...context.store.allQueues()].filter((queue) => {
    const policy = queue.attributes['RedrivePolicy'];
    return policy !== undefined && parsed(redrive, 'RedrivePolicy', policy).deadLetterTargetArn === arn;
  });
}

export const listDeadLetterSourceQueues = queueOperation(
  z.strictObject({ QueueUrl: text, MaxResults: whole(1, 1000), NextToken: z.string().nullish() }),
  (context, input) => {
    const { queues, next } = page(sourcesOf(context, queueAt(context, input.QueueUrl).arn), input);
    return { queueUrls: queues.map((queue) => pathOf(context, queue)), ...next };
  },
);

function allows(target: EngineQueue, source: string): boolean {
  const policy = target.attributes['RedriveAllowPolicy'];
  if (policy === undefined) return true;
  const { redrivePermission, sourceQueueArns } = parsed(allow, 'RedriveAllowPolicy', policy);
  return redrivePermission === 'byQueue'
    ? (sourceQueueArns ?? []).includes(source)
    : redrivePermission === 'allowAll';
}

function parsed<Schema extends z.ZodType>(schema: Schema, name: string, value: string): z.infer<Schema> {
  const json = z
    .string()
    .transform((source, issues): unknown => {
      try {
        return JSON.parse(source);
      } catch {
        issues.addIssue('It is not JSON.');
        return z.NEVER;
      }
    })
    .pipe(schema);
  const result = json.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalidParameter(name, value, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}
