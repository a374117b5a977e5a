import { type ParameterTable, refused, supported } from '../../gateway/parameters.ts';

const TOPIC = supported('TopicArn');
const PAGE = supported('NextToken');
const SUBSCRIPTION = supported('SubscriptionArn');
const SETTING = supported('AttributeName', 'AttributeValue');
const MESSAGE = {
  ...supported('Message', 'Subject', 'MessageStructure'),
  MessageAttributes: { '*': supported('DataType', 'StringValue', 'BinaryValue') },
  // FIFO topics are not supported.
  ...refused('MessageDeduplicationId', 'MessageGroupId'),
};
const RESOURCE = supported('ResourceArn');
const TAGS = { Tags: supported('Key', 'Value') };

/** What the stack does with each parameter of SNS. */
export const PARAMETERS: ParameterTable = {
  CreateTopic: { ...supported('Name', 'Attributes'), ...TAGS, ...refused('DataProtectionPolicy') },
  DeleteTopic: TOPIC,
  ListTopics: PAGE,
  GetTopicAttributes: TOPIC,
  SetTopicAttributes: { ...TOPIC, ...SETTING },
  Subscribe: { ...TOPIC, ...supported('Protocol', 'Endpoint', 'Attributes', 'ReturnSubscriptionArn') },
  Unsubscribe: SUBSCRIPTION,
  ListSubscriptions: PAGE,
  ListSubscriptionsByTopic: { ...TOPIC, ...PAGE },
  GetSubscriptionAttributes: SUBSCRIPTION,
  SetSubscriptionAttributes: { ...SUBSCRIPTION, ...SETTING },
  Publish: { ...TOPIC, ...supported('TargetArn'), ...MESSAGE, ...refused('PhoneNumber') },
  PublishBatch: { ...TOPIC, PublishBatchRequestEntries: { ...supported('Id'), ...MESSAGE } },
  TagResource: { ...RESOURCE, ...TAGS },
  UntagResource: { ...RESOURCE, ...supported('TagKeys') },
  ListTagsForResource: RESOURCE,
};
