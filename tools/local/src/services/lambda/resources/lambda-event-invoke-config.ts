import * as z from 'zod';
import { physicalName } from '../../../template/physical-name.ts';
import { queueArnText } from '../../sqs/resources/queue-arn-text.ts';
import { nameInArn } from '../../../arn.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { LambdaUses } from '../lambda-uses.ts';

const properties = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.literal('$LATEST'),
  MaximumRetryAttempts: z.int().min(0).max(2).optional(),
  MaximumEventAgeInSeconds: z.int().min(60).max(21_600).optional(),
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: queueArnText }).optional() })
    .optional(),
});

/** AWS::Lambda::EventInvokeConfig: how often and how long an event is tried, and the queue that gets it then. */
export const lambdaEventInvokeConfig = resourceType({
  type: 'AWS::Lambda::EventInvokeConfig',
  properties,
  async create(config, resource, { eventInvokeConfigs }: Pick<LambdaUses, 'eventInvokeConfigs'>) {
    const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = config;
    const onFailureArn = DestinationConfig?.OnFailure?.Destination;
    const functionName = nameInArn(config.FunctionName);
    eventInvokeConfigs.put(functionName, {
      ...(MaximumRetryAttempts !== undefined && { maximumRetryAttempts: MaximumRetryAttempts }),
      ...(MaximumEventAgeInSeconds !== undefined && { maximumEventAgeSeconds: MaximumEventAgeInSeconds }),
      ...(onFailureArn !== undefined && { onFailureArn }),
    });
    return { ref: physicalName(resource), attributes: {} };
  },
});
