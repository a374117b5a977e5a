import { afterAll, beforeAll } from '@jest/globals';
import { callsQuery } from '../../gateway/calls.fixture.ts';
import { describeParameters } from '../../gateway/parameters.fixture.ts';
import { serveService } from '../../gateway/serve-service.fixture.ts';
import { clientOf } from '../model-members.fixture.ts';
import { cloudformationService } from './cloudformation-service.ts';
import { createDeployedStacks } from './deployed-stacks.ts';
import { PARAMETERS } from './parameters.ts';

const service = cloudformationService(
  createDeployedStacks({ region: 'eu-west-1', accountId: '111122223333' }),
);
const client = await clientOf('cloudformation');
let server: Awaited<ReturnType<typeof serveService>>;
beforeAll(async () => void (server = await serveService(service)));
afterAll(() => server.close());

const STACK = { StackName: 'none' };

describeParameters({
  service: 'CloudFormation',
  clients: [client],
  operations: service.operations,
  table: PARAMETERS,
  samples: {
    DescribeStacks: STACK,
    ListStacks: { StackStatusFilter: ['CREATE_COMPLETE'] },
    DescribeStackResource: { ...STACK, LogicalResourceId: 'Queue' },
    DescribeStackResources: { ...STACK, LogicalResourceId: 'Queue', PhysicalResourceId: 'q' },
    ListStackResources: STACK,
    GetTemplate: { ...STACK, TemplateStage: 'Original' },
    ListExports: {},
  },
  refusal: '<Code>ValidationError</Code>',
  call: callsQuery(() => server.url),
});
