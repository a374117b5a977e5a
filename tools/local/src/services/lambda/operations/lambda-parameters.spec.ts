import * as lambda from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeParameters } from '../../../gateway/parameters.fixture.ts';
import { serveService } from '../../../gateway/serve-service.fixture.ts';
import { placesOf } from '../../model-members.fixture.ts';
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

/** Each parameter where the client sends it; what it does not know goes into the query. */
async function call(operation: string, input: Readonly<Record<string, unknown>>): Promise<string> {
  const { method, uri, places } = placesOf({ ...lambda }, operation);
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(input)) {
    const { httpHeader, httpQuery } = places[name] ?? {};
    if (httpHeader !== undefined) headers[httpHeader] = String(value);
    else if (!uri.includes(`{${name}}`) && name !== 'Payload') query.set(httpQuery ?? name, String(value));
  }
  const path = uri.replace(/\{(\w+)\}/g, (_, name: string) => String(input[name]));
  const response = await fetch(`${server.url}${path}?${query}`, { method, headers });
  return `${response.status} ${response.headers.get('x-amzn-errortype')} ${await response.text()}`;
}

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
    Invoke: { ...ON_FUNCTION, InvocationType: 'Event', LogType: 'Tail', Payload: '{}' },
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
