import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { clientSettings } from '@hanok/testing';
import type { Resources } from '../../../stack/game-stack.fixture.ts';
import { recordingParts } from '../../../stack/recording-parts.fixture.ts';
import type { Json } from '../../../template/template.ts';
import { rideApi } from './ride-api.fixture.ts';

/** Nothing listens there: an API comes to no call. */
const client = { ...clientSettings('http://127.0.0.1:9'), maxAttempts: 1 };

const set = (id: string, properties: Record<string, Json>) => (resources: Resources) =>
  void Object.assign(resources[id]?.Properties ?? {}, properties);

describe('a REST API of a template', () => {
  const make = async (change?: (resources: Resources) => void) => {
    const { deploy, made } = recordingParts({
      region: 'us-east-1',
      accountId: '000000000000',
      gatewayUrl: 'http://127.0.0.1:9',
      dynamodb: new DynamoDBClient(client),
      sqs: new SQSClient(client),
    });
    await deploy([rideApi(change)]);
    return made.restApis;
  };

  it('is served with its authorizer, checks, limits and gateway responses', async () => {
    const route = {
      resourcePath: '/{id}',
      resourceId: expect.stringMatching(/^[0-9a-f]{6}$/),
      integration: { type: 'AWS_PROXY', functionName: 'ride' },
    };
    const check = {
      required: [
        { place: 'path', name: 'id' },
        { place: 'header', name: 'idempotency-key' },
      ],
      bodySchemas: { 'application/json': { type: 'object', required: ['PickupLocation'] } },
    };
    const post = {
      ...route,
      httpMethod: 'POST',
      authorizer: { poolArns: ['arn:pool'], header: 'x-token', scopes: [] },
      check,
    };
    const api = {
      id: expect.stringMatching(/^[0-9a-f]{10}$/),
      name: 'Rides',
      binaryMediaTypes: [],
      routes: [post, { ...route, httpMethod: 'OPTIONS' }],
      stages: [
        {
          name: 'prod',
          throttling: { rateLimit: 100, burstLimit: 100 },
          methodThrottling: { 'POST /{id}': { rateLimit: 5, burstLimit: 5 } },
        },
      ],
      gatewayResponses: [
        {
          type: 'DEFAULT_4XX',
          status: 400,
          headers: { 'x-reason': 'none' },
          template: '{"Error":$context.error.messageString}',
        },
      ],
    };
    expect(await make()).toEqual([{ api, accessLogs: {} }]);
  });

  it('checks only what its validator looks at', async () => {
    const [made] = await make(
      set('Validator', { ValidateRequestBody: false, ValidateRequestParameters: false }),
    );
    expect(made).toMatchObject({ api: { routes: [{ check: { required: [], bodySchemas: {} } }, {}] } });
  });

  it.each<[string, (resources: Resources) => void, string]>([
    [
      'an authorizer that is a function',
      set('Authorizer', { Type: 'TOKEN' }),
      'AWS::ApiGateway::Authorizer property "Type" is invalid',
    ],
    [
      'an authorizer that looks elsewhere than in a header',
      set('Authorizer', { IdentitySource: 'method.request.querystring.token' }),
      'property "IdentitySource" is invalid: is not that of a header',
    ],
    [
      'a keyword of a model that is not checked',
      set('Model', { Schema: { properties: { a: { oneOf: [] } } } }),
      'Ride.Model: AWS::ApiGateway::Model property "Schema.properties.a.oneOf" is not supported by the local stack',
    ],
    [
      'a gateway response for what API Gateway never answers',
      set('Failure', { ResponseType: 'WAF_FILTERED' }),
      'property "ResponseType" is invalid',
    ],
    [
      'a header that is not fixed',
      set('Failure', { ResponseParameters: { 'gatewayresponse.header.A': 'method.request.header.Origin' } }),
      'is not a text in single quotes',
    ],
    [
      'a variable that not every failure has',
      set('Failure', { ResponseTemplates: { 'application/json': '$context.error.validationErrorString' } }),
      'variable $context.error.validationErrorString is not supported by the local stack',
    ],
    [
      'a template of another type',
      set('Failure', { ResponseTemplates: { 'text/html': 'no' } }),
      'property "ResponseTemplates.text/html" is not supported by the local stack',
    ],
    [
      'a setting of a method that the API has not',
      set('Stage', { MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', CachingEnabled: true }] }),
      'property "MethodSettings.0.CachingEnabled" is not supported by the local stack',
    ],
    [
      'settings of every method of one path',
      set('Stage', { MethodSettings: [{ HttpMethod: '*', ResourcePath: '/~1ride' }] }),
      'is neither that of every method nor that of one',
    ],
    [
      'a method whose authorizer is not there',
      (resources) => void delete resources['Post']?.Properties['AuthorizerId'],
      'property "AuthorizerId" names no authorizer',
    ],
    [
      'a method whose model is not there',
      set('Post', { RequestModels: { 'application/json': 'Empty' } }),
      'property "RequestModels.application/json" names no model: Empty',
    ],
    [
      'a method whose validator is not there',
      set('Post', { RequestValidatorId: 'none' }),
      'property "RequestValidatorId" names no validator: none',
    ],
  ])('is refused with %s', async (_title, change, problem) => {
    await expect(make(change)).rejects.toThrow(problem);
  });
});
