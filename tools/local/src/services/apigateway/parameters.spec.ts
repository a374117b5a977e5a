import { afterAll, beforeAll } from '@jest/globals';
import { callsRest } from '../../gateway/calls.fixture.ts';
import { describeParameters } from '../../gateway/parameters.fixture.ts';
import { serveService } from '../../gateway/serve-service.fixture.ts';
import { clientOf } from '../model-members.fixture.ts';
import { apiGatewayService, PARAMETERS } from './api-gateway-service.ts';

const service = apiGatewayService({ region: 'eu-west-1', accountId: '111122223333', all: () => [] });
const client = await clientOf('api-gateway');
let server: Awaited<ReturnType<typeof serveService>>;
beforeAll(async () => void (server = await serveService(service)));
afterAll(() => server.close());

const API = { restApiId: 'none' };
const PAGE = { position: '0', limit: 1 };

describeParameters({
  service: 'API Gateway',
  clients: [client],
  operations: service.operations,
  table: PARAMETERS,
  samples: {
    GetRestApis: PAGE,
    GetRestApi: API,
    GetStages: API,
    GetStage: { ...API, stageName: 'prod' },
    GetResources: { ...API, ...PAGE },
  },
  refusal: 'BadRequestException',
  call: callsRest(client, () => server.url),
});
