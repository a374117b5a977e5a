import { afterAll, beforeAll } from '@jest/globals';
import { callsQuery } from '../../gateway/calls.fixture.ts';
import { describeParameters } from '../../gateway/parameters.fixture.ts';
import { serveService } from '../../gateway/serve-service.fixture.ts';
import { clientOf } from '../model-members.fixture.ts';
import { PARAMETERS, stsService } from './part.ts';

const service = stsService({ accountId: '111122223333' });
const client = await clientOf('sts');
let server: Awaited<ReturnType<typeof serveService>>;
beforeAll(async () => void (server = await serveService(service)));
afterAll(() => server.close());

describeParameters({
  service: 'STS',
  clients: [client],
  operations: service.operations,
  table: PARAMETERS,
  samples: {},
  refusal: '<Code>ValidationError</Code>',
  call: callsQuery(() => server.url),
});
