import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';

/**
 * Makes a client send its input to the engine as it is, without signature and retries: five times as fast, for proofs of
 * a million requests. The input has no bytes, so that it is the JSON of the protocol already.
 */
export function sendDirectly(client: DynamoDBClient, endpoint: string): DynamoDBClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  const { hostname, port } = new URL(endpoint);
  client.middlewareStack.add(
    (_next, { commandName = '' }) =>
      async ({ input }) => {
        const { promise, resolve, reject } = Promise.withResolvers<[number, string]>();
        const sent = request(
          {
            ...{ agent, hostname, port, method: 'POST' },
            headers: {
              'content-type': 'application/x-amz-json-1.0',
              'x-amz-target': `DynamoDB_20120810.${commandName.replace(/Command$/, '')}`,
              ...{ authorization: AUTHORIZATION, 'x-amz-date': '20260101T000000Z' },
            },
          },
          (answer) => text(answer).then((body) => resolve([answer.statusCode ?? 0, body]), reject),
        );
        sent.on('error', reject);
        sent.end(JSON.stringify(input));
        const [statusCode, body] = await promise;
        const answer = JSON.parse(body);
        if (statusCode !== 200) throw errorOf(answer);
        return { response: {}, output: { $metadata: {}, ...answer } };
      },
    { step: 'initialize', priority: 'low', name: 'direct' },
  );
  return client;
}

/** The engine asks for a signature and does not look at it. */
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

function errorOf(answer: { __type?: string; message?: string; Message?: string; Item?: never }): Error {
  const { __type = '', message = answer.Message ?? '' } = answer;
  const name = __type.split('#').at(-1) ?? '';
  const shared = { ...answer, message, $metadata: {} };
  if (name === 'ConditionalCheckFailedException') return new ConditionalCheckFailedException(shared);
  if (name === 'TransactionCanceledException') return new TransactionCanceledException(shared);
  return Object.assign(new Error(message), { name });
}
