import * as z from 'zod';
import { resourceType } from '../../../template/resource-type.ts';
import type { TemplateTopics } from '../template-topics.ts';

const json = z.record(z.string(), z.unknown());

const properties = z.strictObject({
  TopicArn: z.string(),
  Protocol: z.string(),
  Endpoint: z.string(),
  RawMessageDelivery: z.boolean().optional(),
  FilterPolicy: json.optional(),
  FilterPolicyScope: z.string().optional(),
  RedrivePolicy: json.optional(),
});

/** AWS::SNS::Subscription of a function, a queue, or an address that gets no mail. `Ref` is its ARN. */
export const snsSubscription = resourceType({
  type: 'AWS::SNS::Subscription',
  properties,
  async create(subscription, _resource, { templates }: { templates: TemplateTopics }) {
    const { TopicArn, Protocol, Endpoint, ...attributes } = subscription;
    const texts = Object.entries(attributes).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, typeof value === 'string' ? value : JSON.stringify(value)]],
    );
    const Attributes = Object.fromEntries(texts);
    const arn = templates.subscribe({ TopicArn, Protocol, Endpoint, Attributes });
    return { ref: arn, attributes: { Arn: arn } };
  },
});
