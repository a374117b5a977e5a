import { afterAll, beforeAll } from '@jest/globals';
import { callsRest } from '../../gateway/calls.fixture.ts';
import { describeParameters } from '../../gateway/parameters.fixture.ts';
import { serveService } from '../../gateway/serve-service.fixture.ts';
import { clientOf } from '../model-members.fixture.ts';
import { apiGatewayService } from './api-gateway-service.ts';
import { PARAMETERS } from './reads/rest-reads.ts';
import { V2_PARAMETERS } from './reads/web-socket-reads.ts';

const service = apiGatewayService({
  region: 'eu-west-1',
  accountId: '111122223333',
  all: () => [],
  sockets: [],
});
const client = await clientOf('api-gateway');
/** Names that both versions have are told apart. */
const version2 = Object.fromEntries(
  Object.entries(await clientOf('apigatewayv2')).map(([name, value]) => [`V2${name}`, value]),
);
const isVersion2 = (operation: string) => operation.startsWith('V2');
let server: Awaited<ReturnType<typeof serveService>>;
beforeAll(async () => void (server = await serveService(service)));
afterAll(() => server.close());

const API = { restApiId: 'none' };
const PAGE = { position: '0', limit: 1 };

describeParameters({
  service: 'API Gateway',
  clients: [client],
  operations: [...service.operations].filter((each) => !isVersion2(each)),
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

const OF_API = { ApiId: 'none' };
const ASKED = { ...OF_API, MaxResults: '1', NextToken: '0' };

describeParameters({
  service: 'API Gateway, version 2',
  clients: [version2],
  operations: [...service.operations].filter(isVersion2),
  table: V2_PARAMETERS,
  samples: {
    V2GetApis: { MaxResults: '1', NextToken: '0' },
    V2GetApi: OF_API,
    V2GetRoutes: ASKED,
    V2GetRoute: { ...OF_API, RouteId: 'none' },
    V2GetStages: ASKED,
    V2GetStage: { ...OF_API, StageName: 'none' },
    V2GetIntegrations: ASKED,
    V2GetIntegration: { ...OF_API, IntegrationId: 'none' },
    V2GetAuthorizers: ASKED,
    V2GetAuthorizer: { ...OF_API, AuthorizerId: 'none' },
    V2GetDeployments: ASKED,
    V2GetDeployment: { ...OF_API, DeploymentId: 'none' },
  },
  refusal: 'BadRequestException',
  call: callsRest(version2, () => server.url),
});
