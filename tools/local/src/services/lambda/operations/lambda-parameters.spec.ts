import * as lambda from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { callsRest } from '../../../gateway/calls.fixture.ts';
import { describeParameters } from '../../../gateway/parameters.fixture.ts';
import { serveService } from '../../../gateway/serve-service.fixture.ts';
import { createEventInvokeConfigs } from '../async/event-invoke-configs.ts';
import { testFunctions } from '../functions.fixture.ts';
import { PARAMETERS } from './lambda-parameters.ts';
import { createLambdaService } from './lambda-service.ts';

const { functions, stop } = testFunctions();
const service = createLambdaService({
  ...{ functions, region: 'eu-west-1', accountId: '123456789012' },
  asyncInvocations: { accept: () => undefined },
  mappings: () => [],
  rules: { permissions: [], eventInvokeConfigs: createEventInvokeConfigs(() => undefined) },
});
let server: Awaited<ReturnType<typeof serveService>>;
beforeAll(async () => void (server = await serveService(service)));
afterAll(async () => {
  await server.close();
  await stop();
});

const ON_FUNCTION = { FunctionName: 'none', Qualifier: '$LATEST' };
const PAGE = { Marker: '0', MaxItems: '1' };

const call = callsRest({ ...lambda }, () => server.url);

describeParameters({
  service: 'Lambda',
  clients: [{ ...lambda }],
  operations: service.operations,
  table: PARAMETERS,
  samples: {
    ListFunctions: { ...PAGE, FunctionVersion: 'ALL' },
    GetFunction: ON_FUNCTION,
    GetFunctionConfiguration: ON_FUNCTION,
    GetPolicy: ON_FUNCTION,
    GetFunctionEventInvokeConfig: ON_FUNCTION,
    ListFunctionEventInvokeConfigs: { FunctionName: 'none', ...PAGE },
    Invoke: { ...ON_FUNCTION, InvocationType: 'Event', LogType: 'Tail', Payload: '' },
    UpdateFunctionCode: { FunctionName: 'none', ZipFile: 'emlw', DryRun: false, Publish: false },
    ListEventSourceMappings: { ...PAGE, EventSourceArn: 'arn:none', FunctionName: 'none' },
    GetEventSourceMapping: { UUID: 'none' },
  },
  refusal: 'InvalidParameterValueException',
  call,
});

it.each([
  ['ListFunctions', { MaxItems: '10001' }, 'MaxItems is not valid'],
  ['ListFunctionEventInvokeConfigs', { FunctionName: 'none', Qualifier: '7' }, 'function:none"'],
  ['ListEventSourceMappings', { MaxItems: '0' }, 'MaxItems is not valid'],
])('%s reads its own parameters, and no others: %j', async (operation, input, message) => {
  expect(await call(operation, input)).toContain(message);
});
