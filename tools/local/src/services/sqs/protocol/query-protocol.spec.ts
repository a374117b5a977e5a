import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { startSqs } from '../sqs-stack.fixture.ts';

let sqs: Awaited<ReturnType<typeof startSqs>>;
let queue: string;

beforeAll(async () => {
  sqs = await startSqs();
  const xml = await ok({
    Action: 'CreateQueue',
    QueueName: 'q',
    'Attribute.1.Name': 'DelaySeconds',
    'Attribute.1.Value': '0',
  });
  queue = within('QueueUrl', xml);
});
afterAll(() => sqs.stop());

async function call(params: Record<string, string>, path = '/'): Promise<{ status: number; xml: string }> {
  const body = new URLSearchParams({ Version: '2012-11-05', ...params });
  const response = await fetch(new URL(path, sqs.url), { method: 'POST', body });
  expect(response.headers.get('content-type')).toBe('text/xml');
  return { status: response.status, xml: await response.text() };
}

async function ok(params: Record<string, string>, path?: string): Promise<string> {
  const { status, xml } = await call(params, path);
  expect({ status, xml }).toMatchObject({ status: 200 });
  return xml;
}

const within = (element: string, xml: string) =>
  xml.split(`<${element}>`)[1]?.split(`</${element}>`)[0] ?? '';

describe('the query protocol', () => {
  it('answers queue URLs of the gateway', () => {
    expect(queue).toBe(`${sqs.url}/000000000000/q`);
  });

  it('carries emoji, markup and a carriage return both ways', async () => {
    const text = '🎮 <b>&"한글"\r\n';
    const sent = await ok({
      ...{ Action: 'SendMessage', QueueUrl: queue, MessageBody: text },
      ...{ 'MessageAttribute.1.Name': 'kind', 'MessageAttribute.1.Value.DataType': 'String' },
      'MessageAttribute.1.Value.StringValue': '😀',
    });
    expect(within('MD5OfMessageBody', sent)).toBe(createHash('md5').update(text).digest('hex'));
    expect(sent).toContain('<SendMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/">');
    const received = await ok({
      ...{
        Action: 'ReceiveMessage',
        QueueUrl: queue,
        'AttributeName.1': 'All',
        'MessageAttributeName.1': 'All',
      },
      MaxNumberOfMessages: '1',
    });
    expect(within('Body', received)).toBe('🎮 &lt;b&gt;&amp;&quot;한글&quot;&#xD;\n');
    expect(within('MessageAttribute', received)).toBe(
      '<Name>kind</Name><Value><DataType>String</DataType><StringValue>😀</StringValue></Value>',
    );
    expect(received).toContain('<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>');
  });

  it('takes batch entries by number and reports the bad one', async () => {
    const xml = await ok({
      ...{ Action: 'SendMessageBatch', QueueUrl: queue },
      ...{ 'SendMessageBatchRequestEntry.1.Id': 'a', 'SendMessageBatchRequestEntry.1.MessageBody': 'x' },
      ...{ 'SendMessageBatchRequestEntry.2.Id': 'b', 'SendMessageBatchRequestEntry.2.MessageBody': '\u0001' },
      ...{ 'SendMessageBatchRequestEntry.10.Id': 'c', 'SendMessageBatchRequestEntry.10.MessageBody': 'z' },
      'SendMessageBatchRequestEntry.10.DelaySeconds': '900',
    });
    const ids = xml
      .split('<SendMessageBatchResultEntry>')
      .slice(1)
      .map((entry) => within('Id', entry));
    expect(ids).toEqual(['a', 'c']);
    expect(within('BatchResultErrorEntry', xml)).toMatch(
      /^<Id>b<\/Id><Code>InvalidMessageContents<\/Code>.*<SenderFault>true<\/SenderFault>$/,
    );
  });

  it('finds the queue by the path when QueueUrl is left out', async () => {
    const xml = await ok({ Action: 'GetQueueAttributes', 'AttributeName.1': 'QueueArn' }, '/000000000000/q');
    expect(within('Attribute', xml)).toBe(
      '<Name>QueueArn</Name><Value>arn:aws:sqs:us-east-1:000000000000:q</Value>',
    );
  });

  it.each([
    ['an unknown queue', { QueueUrl: '/000000000000/x' }, 400, 'AWS.SimpleQueueService.NonExistentQueue'],
    ['a wrong address', { QueueUrl: 'x' }, 404, 'InvalidAddress'],
    ['a missing parameter', { MessageBody: '' }, 400, 'MissingParameter'],
    ['a number that is none', { DelaySeconds: 'soon' }, 400, 'InvalidParameterValue'],
    ['a parameter of no operation', { Colour: 'red' }, 400, 'AWS.SimpleQueueService.UnsupportedOperation'],
  ])('says what is wrong with %s', async (_case, params, status, code) => {
    const answer = await call({ Action: 'SendMessage', QueueUrl: queue, MessageBody: 'x', ...params });
    expect(answer.status).toBe(status);
    expect(within('Error', answer.xml)).toContain(`<Type>Sender</Type><Code>${code}</Code>`);
  });

  it('names an operation that is not supported', async () => {
    const { status, xml } = await call({ Action: 'AddPermission', QueueUrl: queue });
    expect(status).toBe(501);
    expect(within('Message', xml)).toContain('AddPermission');
  });
});

describe('the JSON protocol', () => {
  it('carries the query code of an error for older clients', async () => {
    const headers = { 'x-amz-target': 'AmazonSQS.GetQueueUrl', 'content-type': 'application/x-amz-json-1.0' };
    const response = await fetch(sqs.url, { method: 'POST', headers, body: '{"QueueName":"nobody"}' });
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-query-error')).toBe('AWS.SimpleQueueService.NonExistentQueue;Sender');
    expect(await response.json()).toMatchObject({ __type: 'com.amazonaws.sqs#QueueDoesNotExist' });
  });

  it('refuses a body that is no JSON object', async () => {
    const headers = { 'x-amz-target': 'AmazonSQS.ListQueues' };
    const response = await fetch(sqs.url, { method: 'POST', headers, body: '[' });
    expect(await response.json()).toMatchObject({ __type: 'com.amazonaws.sqs#SerializationException' });
  });
});
