import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runs, SEED, SEED_NOTE } from '@hanok/testing';
import fc from 'fast-check';
import { type Gateway, startGateway } from '../../gateway/gateway.ts';
import { policyDocument } from '../iam/policy-document.ts';
import { createRoles } from '../iam/roles.ts';
import { INPUTS } from './protocol/query-shapes.ts';
import { createSqsService } from './sqs-service.ts';

const place = { region: 'us-east-1', accountId: '000000000000' };
const ARN = 'arn:aws:sqs:us-east-1:000000000000:';
const MINE = /^((https?:\/\/[^/]+)?\/000000000000\/mine\/?|mine|arn:aws:sqs:us-east-1:000000000000:mine)$/;

/** The members in which an operation names queues, where it is not QueueUrl. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  CreateQueue: ['QueueName'],
  GetQueueUrl: ['QueueName'],
  StartMessageMoveTask: ['SourceArn', 'DestinationArn'],
  ListMessageMoveTasks: ['SourceArn'],
};

/** What reached the engine. */
let called: [operation: string, input: Readonly<Record<string, unknown>>][] = [];
let gateway: Gateway;
let authorization: string;
beforeAll(async () => {
  const roles = createRoles(place);
  const Statement = { Effect: 'Allow', Action: 'sqs:*', Resource: `${ARN}mine` };
  const policy = policyDocument.parse({ Version: '2012-10-17', Statement });
  roles.add({
    name: 'owner',
    arn: 'arn:aws:iam::000000000000:role/owner',
    policies: new Map([['own', policy]]),
  });
  const { accessKeyId } = roles.credentialsFor('owner', 'owner');
  authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0`;
  const engine = {
    call: async (operation: string, input: object) => {
      called.push([operation, { ...input }]);
      return operation === 'ListDeadLetterSourceQueues' ? { queueUrls: ['/000000000000/source'] } : {};
    },
  };
  const service = createSqsService({ ...place, engine, baseUrl: 'http://127.0.0.1' });
  gateway = await startGateway({ port: 0, services: [service], ...roles });
});
afterAll(() => gateway.stop());

async function post(path: string, headers: Record<string, string>, body: string) {
  called = [];
  const init = { method: 'POST', headers: { authorization, ...headers }, body };
  const response = await fetch(`${gateway.url}${path}`, init);
  return { status: response.status, text: await response.text() };
}
const asJson = (operation: string, input: object) =>
  post('/', { 'x-amz-target': `AmazonSQS.${operation}` }, JSON.stringify(input));
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const asForm = (parameters: readonly (readonly [string, string])[], path = '/') =>
  post(path, FORM, parameters.map((each) => each.map(encodeURIComponent).join('=')).join('&'));

describe('a role that may use one queue', () => {
  it('may not move messages back to where it may not send them', async () => {
    const { status, text } = await asJson('StartMessageMoveTask', { SourceArn: `${ARN}mine` });
    expect([status, text]).toEqual([
      403,
      expect.stringContaining(`not authorized to perform: sqs:SendMessage on resource: ${ARN}source`),
    ]);
  });

  it('needs sqs:TagQueue for a queue that is made with tags', async () => {
    const { text } = await asJson('CreateQueue', { QueueName: 'other', tags: { a: 'b' } });
    expect(text).toContain(`sqs:CreateQueue on resource: ${ARN}other`);
    expect((await asJson('CreateQueue', { QueueName: 'mine', tags: { a: 'b' } })).status).toBe(200);
  });

  it('is refused a request of several actions, in its form and its query together', async () => {
    const [first, second] = [['Action', 'GetQueueAttributes'] as const, ['Action', 'DeleteQueue'] as const];
    const url = ['QueueUrl', '/000000000000/mine'] as const;
    for (const [form, path] of [
      [[first, second, url], '/'],
      [[first, url], '/?Action=DeleteQueue'],
      [[url], '/?Action=DeleteQueue&Action=PurgeQueue'],
    ] as const) {
      expect((await asForm(form, path)).status).toBe(501);
      expect(called).toEqual([]);
    }
  });

  it(`reaches no other in either protocol, by any URL, path, member or encoding ${SEED_NOTE}`, async () => {
    const name = fc.constantFrom(
      ...[
        'mine',
        'other',
        '/000000000000/mine',
        '/000000000000/other',
        'http://127.0.0.1:1/000000000000/other',
      ],
      ...[
        'https://x.y/000000000000/mine',
        'HTTP://x/000000000000/other',
        '/111111111111/mine',
        `${ARN}other`,
      ],
      ...[`${ARN}mine`, '/000000000000/mine/../other', '/000000000000/other?/000000000000/mine', '*', ''],
      ...['/000000000000/mine#/000000000000/other', '/000000000000/%6fther', '/000000000000/OTHER', 'null'],
    );
    const key = fc.constantFrom(
      ...['QueueUrl', 'QueueName', 'SourceArn', 'DestinationArn', 'queueUrl', 'QueueUrl.1', 'TransactItems'],
    );
    const members = fc.array(fc.tuple(key, name), { minLength: 1, maxLength: 4 });
    const operation = fc.constantFrom(...Object.keys(INPUTS).filter((each) => each !== 'ListQueues'));
    const path = fc.constantFrom(
      '/',
      '/000000000000/mine',
      '/000000000000/other',
      '//x/000000000000/other',
      '/?a=b',
    );
    let reached = 0;
    await fc.assert(
      fc.asyncProperty(fc.boolean(), operation, members, path, async (json, action, given, target) => {
        const parts = given.map(([each, value]) => `${JSON.stringify(each)}:${JSON.stringify(value)}`);
        if (json) await post(target, { 'x-amz-target': `AmazonSQS.${action}` }, `{${parts.join(',')}}`);
        else await asForm([['Action', action], ...given], target);
        // Whose messages would go back is looked up before the caller is refused.
        const done = called.filter(([each]) => each === action);
        reached += done.length;
        for (const [, input] of done) {
          const resource = MEMBERS[action] ?? ['QueueUrl'];
          const named = resource.map((each) => input[each]).filter((each) => each !== undefined);
          expect(named.filter((each) => !MINE.test(String(each)))).toEqual([]);
        }
      }),
      { numRuns: runs(2_500), seed: SEED },
    );
    expect(reached).toBeGreaterThan(0);
  });
});
