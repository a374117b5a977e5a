import * as z from 'zod';
import { physicalName } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';

const tlsOnly = z.strictObject({
  Effect: z.literal('Deny'),
  Principal: z.strictObject({ AWS: z.literal('*') }),
  Action: z.literal('sqs:*'),
  Resource: z.string(),
  Condition: z.strictObject({ Bool: z.strictObject({ 'aws:SecureTransport': z.literal('false') }) }),
});

const properties = z.strictObject({
  Queues: z.array(z.string()).min(1),
  PolicyDocument: z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(tlsOnly) }),
});

/**
 * AWS::SQS::QueuePolicy, of the one statement that refuses connections without TLS. It has nothing to act on here:
 * the gateway is reached over the loopback interface only. Any other statement is refused.
 */
export const sqsQueuePolicy = resourceType({
  type: 'AWS::SQS::QueuePolicy',
  properties,
  create: async (_, resource) => ({ ref: physicalName(resource), attributes: {} }),
});
