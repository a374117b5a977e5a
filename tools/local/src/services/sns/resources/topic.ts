import * as z from 'zod';
import { DESCRIBES } from '../../../template/ignored.ts';
import { physicalName } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import { resourcePolicy } from '../../iam/policy-document.ts';
import type { TemplateTopics } from '../template-topics.ts';

const properties = z.strictObject({
  TopicName: z.string().optional(),
  DisplayName: z.string().optional(),
  Subscription: z.array(z.strictObject({ Protocol: z.string(), Endpoint: z.string() })).default([]),
});

/** AWS::SNS::Topic, standard, with the functions and queues that it tells. `Ref` is its ARN. */
export const snsTopic = resourceType({
  type: 'AWS::SNS::Topic',
  properties,
  ignored: {
    KmsMasterKeyId: "messages are kept on the laptop's own disk",
    Tags: DESCRIBES,
  },
  async create(topic, resource, { templates }: { templates: TemplateTopics }) {
    const { TopicName = physicalName(resource), DisplayName } = topic;
    const arn = templates.putTopic(TopicName, { ...(DisplayName !== undefined && { DisplayName }) });
    for (const subscription of topic.Subscription)
      templates.subscribe({ ...subscription, TopicArn: arn, Attributes: {} });
    return { ref: arn, attributes: { TopicArn: arn, TopicName } };
  },
});

const policyProperties = z.strictObject({
  Topics: z.array(z.string()).min(1),
  PolicyDocument: resourcePolicy,
});

/** AWS::SNS::TopicPolicy: who may publish and subscribe, beside what the policies of roles allow. */
export const snsTopicPolicy = resourceType({
  type: 'AWS::SNS::TopicPolicy',
  properties: policyProperties,
  async create({ Topics, PolicyDocument }, resource, { templates }: { templates: TemplateTopics }) {
    for (const arn of Topics) templates.putPolicy(arn, JSON.stringify(PolicyDocument));
    return { ref: physicalName(resource), attributes: { Id: physicalName(resource) } };
  },
});
