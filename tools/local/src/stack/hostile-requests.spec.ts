import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStack } from './open-stack.fixture.ts';

let stack: Awaited<ReturnType<typeof openStack>>;
beforeAll(async () => void (stack = await openStack()));
afterAll(() => stack.stop());

const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  'x-amz-date': '20260101T000000Z',
});
const JSON_SERVICES: readonly (readonly [service: string, target: string])[] = [
  ['dynamodb', 'DynamoDB_20120810.PutItem'],
  ['dynamodb', 'DynamoDB_20120810.TransactWriteItems'],
  ['dynamodb', 'DynamoDBStreams_20120810.GetRecords'],
  ['sqs', 'AmazonSQS.SendMessage'],
  ['sqs', 'AmazonSQS.CreateQueue'],
  ['states', 'AWSStepFunctions.StartExecution'],
  ['states', 'AWSStepFunctions.SendTaskSuccess'],
  ['logs', 'Logs_20140328.FilterLogEvents'],
  ['logs', 'Logs_20140328.DescribeLogGroups'],
  ['events', 'AWSEvents.ListRules'],
  ['cognito-idp', 'AWSCognitoIdentityProviderService.AdminCreateUser'],
  ['cognito-idp', 'AWSCognitoIdentityProviderService.SignUp'],
];
const DEEP = 20_000;
const LONG = 40_000;
const nested = (open: string, close: string, inner = '') => open.repeat(DEEP) + inner + close.repeat(DEEP);
const members = [
  ...['TableName', 'Item', 'TransactItems', 'QueueUrl', 'QueueName', 'MessageBody', 'MessageAttributes'],
  ...['input', 'stateMachineArn', 'taskToken', 'output', 'logGroupName', 'filterPattern', 'NamePrefix'],
  'logGroupNamePrefix',
  ...['UserPoolId', 'Username', 'UserAttributes', 'ClientId', 'Password', 'ShardIterator', 'tags'],
];
/** A body whose members all have the same value. */
const all = (value: string) => `{${members.map((name) => `"${name}":${value}`).join()}}`;
const BODIES: readonly (readonly [title: string, body: string])[] = [
  ['lists in lists', all(nested('[', ']'))],
  ['objects in objects', all(nested('{"M":', '}', '{}'))],
  ['a long text', all(JSON.stringify('a'.repeat(LONG)))],
  ['a long text of colons and slashes', all(JSON.stringify(':/'.repeat(LONG / 2)))],
  ['a text of escapes', all(JSON.stringify('"\\'.repeat(LONG / 4)))],
  ['text that is not closed', `{"a":${nested('[', '')}`],
];

async function statusOf(path: string, init: RequestInit): Promise<number> {
  const response = await fetch(stack.url + path, {
    method: 'POST',
    ...init,
    signal: AbortSignal.timeout(20_000),
  });
  await response.arrayBuffer();
  return response.status;
}

async function expectAlive(): Promise<void> {
  const headers = { ...signed('dynamodb'), 'x-amz-target': 'DynamoDB_20120810.ListTables' };
  expect(await statusOf('/', { headers, body: '{}' })).toBe(200);
}

/** Requests that are no JSON: to S3, of the query protocol, and to the sites. */
const OTHERS: readonly (readonly [title: string, path: string, init: () => RequestInit])[] = [
  ...(['a.'.repeat(LONG), 'Entry.1.'.repeat(LONG / 4), 'a=1&'.repeat(LONG)] as const).map(
    (text): (typeof OTHERS)[number] => [
      `parameters of SQS ${text.slice(0, 8)}`,
      '/',
      () => form('sqs', `Action=SendMessageBatch&${text}=1`),
    ],
  ),
  ['parameters of STS', '/', () => form('sts', `Action=GetCallerIdentity&${'a.'.repeat(LONG)}=1`)],
  ...['<', '<a', `<${'a'.repeat(LONG)}`, nested('<a>', '</a>'), '<!--'.repeat(DEEP), '&'.repeat(LONG)].map(
    (text): (typeof OTHERS)[number] => [
      `a document of S3 ${text.slice(0, 8)}`,
      '/bucket?delete',
      () => ({ headers: { ...signed('s3'), 'content-md5': digest(text) }, body: text }),
    ],
  ),
  ['a path of S3', `/bucket/${'%'.repeat(8_000)}`, () => ({ headers: signed('s3'), method: 'GET' })],
  [
    'a path of Lambda',
    `/2015-03-31/functions/${'%'.repeat(8_000)}`,
    () => ({ headers: signed('lambda'), method: 'GET' }),
  ],
  ['a path of a REST API', `/_aws/execute-api/${'/%'.repeat(4_000)}`, () => ({ body: nested('[', ']') })],
];

function form(service: string, body: string): RequestInit {
  return { headers: { ...signed(service), 'content-type': 'application/x-www-form-urlencoded' }, body };
}

function digest(text: string): string {
  return createHash('md5').update(text).digest('base64');
}

describe('a stack that gets hostile requests', () => {
  it.each(BODIES)('refuses them for every service of JSON, and goes on: %s', async (_title, body) => {
    const statuses = JSON_SERVICES.map(([service, target]) =>
      statusOf('/', { headers: { ...signed(service), 'x-amz-target': target }, body }),
    );
    expect(await Promise.all(statuses)).toEqual(JSON_SERVICES.map(() => 400));
    await expectAlive();
  });

  it.each(OTHERS)('answers, and goes on: %s', async (_title, path, init) => {
    expect(await statusOf(path, init())).toBeLessThan(500);
    await expectAlive();
  });
});
