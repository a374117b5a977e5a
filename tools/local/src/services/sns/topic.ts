import * as z from 'zod';
import { type ResourcePolicy, resourcePolicy } from '../iam/policy-document.ts';

/** A topic as it is kept. */
export const topic = z.object({
  arn: z.string(),
  displayName: z.string().default(''),
  /** As JSON; the default policy without one. */
  policy: z.string().optional(),
  tags: z.record(z.string(), z.string()).default({}),
});
export type Topic = z.infer<typeof topic>;

/** `email` is kept and never confirmed: the stack sends no mail. */
const protocol = z.enum(['lambda', 'sqs', 'email']);

/** A subscription as it is kept. */
export const subscription = z.object({
  arn: z.string(),
  topicArn: z.string(),
  protocol,
  endpoint: z.string(),
  raw: z.boolean().default(false),
  /** As JSON. */
  filterPolicy: z.string().optional(),
  filterScope: z.enum(['MessageAttributes', 'MessageBody']).default('MessageAttributes'),
  /** As JSON, with the ARN of the dead-letter queue. */
  redrivePolicy: z.string().optional(),
});
export type Subscription = z.infer<typeof subscription>;

/** A published message: a text for each protocol that has one of its own, and attributes. */
export const message = z.object({
  id: z.string(),
  subject: z.string().optional(),
  text: z.string(),
  texts: z.partialRecord(protocol, z.string().optional()).default({}),
  attributes: z.record(z.string(), z.object({ type: z.string(), value: z.string() })).default({}),
  /** When it was published, in milliseconds since the epoch on the stack's clock. */
  publishedAt: z.number(),
  /** The header of X-Ray of its publisher. */
  trace: z.string().optional(),
});
export type Message = z.infer<typeof message>;

/** Whether the owner of the endpoint has yet to confirm: that of an address never does, as it gets no mail. */
export function isPending({ protocol: kind }: Pick<Subscription, 'protocol'>): boolean {
  return kind === 'email';
}

/** The policy that a topic says it has when it was given none: its owner may do everything. */
export function defaultPolicy(arn: string, accountId: string): object {
  const actions = [
    ...['GetTopicAttributes', 'SetTopicAttributes', 'AddPermission', 'RemovePermission', 'DeleteTopic'],
    ...['Subscribe', 'ListSubscriptionsByTopic', 'Publish'],
  ];
  const statement = {
    Sid: '__default_statement_ID',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: actions.map((name) => `SNS:${name}`),
    Resource: arn,
    Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
  };
  return { Version: '2008-10-17', Id: '__default_policy_ID', Statement: [statement] };
}

/** The policy that was given to a topic; undefined for the default one, which lets no role and no service in. */
export function policyOf({ policy }: Topic): ResourcePolicy | undefined {
  return policy === undefined ? undefined : resourcePolicy.parse(JSON.parse(policy));
}
