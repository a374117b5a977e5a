import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serveService } from '../../gateway/serve-service.fixture.ts';
import { cloudformationService } from './cloudformation-service.ts';
import { createDeployedStacks } from './deployed-stacks.ts';

const stacks = createDeployedStacks({ region: 'eu-west-1', accountId: '111122223333' });
let server: Awaited<ReturnType<typeof serveService>>;
beforeAll(async () => {
  stacks.add({
    name: 'Gomoku',
    description: 'A game & <more>',
    template: '{"Resources":{}}',
    parameters: { Stage: 'test', Secret: '****' },
    resources: [
      { logicalId: 'Queue', type: 'AWS::SQS::Queue', physicalId: 'http://127.0.0.1/000/q' },
      { logicalId: 'Table', type: 'AWS::DynamoDB::Table', physicalId: 'games' },
    ],
    outputs: [{ key: 'QueueUrl', value: 'http://127.0.0.1/000/q', description: 'Where games go' }],
  });
  stacks.add({
    ...{ name: 'Pictures', description: undefined, template: '{}', parameters: {} },
    ...{ resources: [], outputs: [] },
  });
  server = await serveService(cloudformationService(stacks));
});
afterAll(() => server.close());

async function call(Action: string, parameters: Record<string, string> = {}): Promise<[number, string]> {
  const body = new URLSearchParams({ Version: '2010-05-15', Action, ...parameters });
  const response = await fetch(server.url, { method: 'POST', body });
  return [response.status, await response.text()];
}

/** The texts of an element, in the order of the answer. */
const textsOf = (xml: string, element: string) =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, text]) => text);
const ID = stacks.arnOf('Gomoku');

describe('the stacks that run', () => {
  it('are described, one or all, by name or id', async () => {
    const [, all] = await call('DescribeStacks');
    expect(textsOf(all, 'StackName')).toEqual(['Gomoku', 'Pictures']);
    for (const StackName of ['Gomoku', stacks.find('Gomoku')?.id ?? '']) {
      const [status, one] = await call('DescribeStacks', { StackName });
      expect(status).toBe(200);
      expect(textsOf(one, 'StackName')).toEqual(['Gomoku']);
      expect(textsOf(one, 'StackStatus')).toEqual(['CREATE_COMPLETE']);
      expect(textsOf(one, 'OutputValue')).toEqual(['http://127.0.0.1/000/q']);
      expect(textsOf(one, 'ParameterValue')).toEqual(['test', '****']);
      expect(textsOf(one, 'Description')).toEqual(['A game &amp; &lt;more&gt;', 'Where games go']);
      expect(textsOf(one, 'CreationTime')[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    }
  });

  it('are listed by their status', async () => {
    const [, listed] = await call('ListStacks');
    expect(textsOf(listed, 'StackName')).toEqual(['Gomoku', 'Pictures']);
    const [, complete] = await call('ListStacks', { 'StackStatusFilter.member.1': 'CREATE_COMPLETE' });
    expect(textsOf(complete, 'StackName')).toHaveLength(2);
    const [, deleted] = await call('ListStacks', { 'StackStatusFilter.member.1': 'DELETE_COMPLETE' });
    expect(textsOf(deleted, 'StackName')).toEqual([]);
  });

  it('name their resources', async () => {
    for (const [action, input] of [
      ['ListStackResources', { StackName: 'Gomoku' }],
      ['DescribeStackResources', { StackName: 'Gomoku' }],
      ['DescribeStackResources', { PhysicalResourceId: 'games' }],
    ] as const) {
      const [, listed] = await call(action, input);
      expect(textsOf(listed, 'LogicalResourceId')).toEqual(['Queue', 'Table']);
      expect(textsOf(listed, 'PhysicalResourceId')).toEqual(['http://127.0.0.1/000/q', 'games']);
      expect(textsOf(listed, 'ResourceType')).toEqual(['AWS::SQS::Queue', 'AWS::DynamoDB::Table']);
    }
    const one = { StackName: 'Gomoku', LogicalResourceId: 'Table' };
    for (const action of ['DescribeStackResource', 'DescribeStackResources'])
      expect(textsOf((await call(action, one))[1], 'PhysicalResourceId')).toEqual(['games']);
  });

  it('export nothing, and have their templates', async () => {
    expect((await call('ListExports'))[1]).toContain('<Exports></Exports>');
    const [, xml] = await call('GetTemplate', { StackName: 'Gomoku' });
    expect(textsOf(xml, 'TemplateBody')).toEqual(['{&quot;Resources&quot;:{}}']);
  });
});

describe('what there is not', () => {
  it.each([
    ['DescribeStacks', { StackName: 'None' }, 'Stack with id None does not exist'],
    ['ListStackResources', { StackName: 'None' }, 'Stack with id None does not exist'],
    ['DescribeStackResources', { StackName: 'None' }, 'Stack with id None does not exist'],
    ['GetTemplate', { StackName: ID.replace('Gomoku', 'Gone') }, 'does not exist'],
    [
      'DescribeStackResource',
      { StackName: 'Gomoku', LogicalResourceId: 'None' },
      'Resource None does not exist for stack Gomoku',
    ],
    ['DescribeStackResources', {}, 'Exactly one of StackName and PhysicalResourceId'],
    ['DescribeStacks', { NextToken: 'x' }, 'NextToken'],
    ['GetTemplate', { StackName: 'Gomoku', ChangeSetName: 'x' }, 'ChangeSetName'],
  ])('is said in the words of AWS, or by its name: %s %j', async (action, parameters, message) => {
    const [status, xml] = await call(action, { ...parameters });
    expect(status).toBe(400);
    expect(textsOf(xml, 'Code')).toEqual(['ValidationError']);
    expect(textsOf(xml, 'Message')[0]).toContain(message);
  });

  it.each(['CreateStack', 'UpdateStack', 'DeleteStack', 'CreateChangeSet'])(
    'is refused by name: %s',
    async (action) => {
      const [status, xml] = await call(action, { StackName: 'Gomoku' });
      expect([status, textsOf(xml, 'Message')[0]]).toEqual([501, expect.stringContaining(action)]);
    },
  );
});
