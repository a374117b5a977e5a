import * as z from 'zod';
import { physicalName } from '../../../resources/physical-name.ts';
import { queueArnText } from '../../sqs/resources/queue-arn-text.ts';
import type { ResourcePorts } from '../../../resources/resource-ports.ts';
import type { ResourceType } from '../../../resources/resource-type.ts';

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
export const lambdaEventInvokeConfig: ResourceType<z.infer<typeof properties>, ResourcePorts> = {
  type: 'AWS::Lambda::EventInvokeConfig',
  properties,
  async create(config, resource, { eventInvokeConfigs }) {
    const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = config;
    const onFailureArn = DestinationConfig?.OnFailure?.Destination;
    // A name or an ARN.
    const functionName = config.FunctionName.slice(config.FunctionName.lastIndexOf(':') + 1);
    eventInvokeConfigs.put(functionName, {
      ...(MaximumRetryAttempts !== undefined && { maximumRetryAttempts: MaximumRetryAttempts }),
      ...(MaximumEventAgeInSeconds !== undefined && { maximumEventAgeSeconds: MaximumEventAgeInSeconds }),
      ...(onFailureArn !== undefined && { onFailureArn }),
    });
    return { ref: physicalName(resource), attributes: {} };
  },
};
