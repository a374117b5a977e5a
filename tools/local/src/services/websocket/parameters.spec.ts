import { afterAll, beforeAll } from '@jest/globals';
import { callsRest } from '../../gateway/calls.fixture.ts';
import { describeParameters } from '../../gateway/parameters.fixture.ts';
import { serveService } from '../../gateway/serve-service.fixture.ts';
import { clientOf } from '../model-members.fixture.ts';
import { connectionsService, PARAMETERS } from './connections-service.ts';

const account = { region: 'us-east-1', accountId: '000000000000' };
const service = connectionsService(account, {
  has: () => true,
  find: () => undefined,
  admitsRequest: () => true,
});
const client = await clientOf('apigatewaymanagementapi');
let server: Awaited<ReturnType<typeof serveService>>;
beforeAll(async () => void (server = await serveService(service)));
afterAll(() => server.close());

const OF_NONE = { ConnectionId: 'TXzPWdnOjoECGjA=' };

describeParameters({
  service: '@connections',
  clients: [client],
  operations: service.operations,
  table: PARAMETERS,
  samples: {
    PostToConnection: { ...OF_NONE, Data: 'x' },
    GetConnection: OF_NONE,
    DeleteConnection: OF_NONE,
  },
  refusal: 'BadRequestException',
  call: callsRest(client, () => `${server.url}/_aws/execute-api/a/prod`),
});
