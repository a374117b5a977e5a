import type { Resources } from '../../../stack/game-stack.fixture.ts';
import { type Json, type StackTemplate, template } from '../../../template/template.ts';

const RestApiId = { Ref: 'Api' };

/** A stack whose API has an authorizer, a model, a validator and a gateway response, changed by `change`. */
export function rideApi(change: (resources: Resources) => void = () => undefined): StackTemplate {
  const resources = { ...routes(), ...checks(), ...stage() };
  change(resources);
  return { name: 'Ride', template: template.parse({ Resources: resources }), assets: new Map() };
}

function routes(): Resources {
  const uri =
    'arn:aws:apigateway:x:lambda:path/2015-03-31/functions/arn:aws:lambda:x:1:function:ride/invocations';
  const Integration = { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: uri };
  const method = {
    RestApiId,
    ResourceId: { Ref: 'Path' },
    RequestValidatorId: { Ref: 'Validator' },
    Integration,
  };
  return {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Rides' } },
    Path: {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { RestApiId, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: '{id}' },
    },
    Post: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        ...method,
        HttpMethod: 'POST',
        AuthorizationType: 'COGNITO_USER_POOLS',
        AuthorizerId: { Ref: 'Authorizer' },
        RequestModels: { 'application/json': { Ref: 'Model' } },
        RequestParameters: {
          'method.request.path.id': true,
          'method.request.header.Idempotency-Key': true,
          'method.request.querystring.limit': false,
        },
      },
    },
    Options: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId,
        ResourceId: { Ref: 'Path' },
        HttpMethod: 'OPTIONS',
        AuthorizationType: 'NONE',
        Integration,
      },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: 'arn:aws:lambda:x:1:function:ride',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:*',
      },
    },
  };
}

function checks(): Resources {
  const schema: Json = { type: 'object', required: ['PickupLocation'] };
  return {
    Authorizer: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        RestApiId,
        Name: 'Riders',
        Type: 'COGNITO_USER_POOLS',
        ProviderARNs: ['arn:pool'],
        IdentitySource: 'method.request.header.X-Token',
        AuthorizerResultTtlInSeconds: 300,
      },
    },
    Model: {
      Type: 'AWS::ApiGateway::Model',
      Properties: { RestApiId, ContentType: 'application/json', Schema: schema },
    },
    Validator: {
      Type: 'AWS::ApiGateway::RequestValidator',
      Properties: { RestApiId, ValidateRequestBody: true, ValidateRequestParameters: true },
    },
    Failure: {
      Type: 'AWS::ApiGateway::GatewayResponse',
      Properties: {
        RestApiId,
        ResponseType: 'DEFAULT_4XX',
        StatusCode: '400',
        ResponseParameters: { 'gatewayresponse.header.X-Reason': "'none'" },
        ResponseTemplates: { 'application/json': '{"Error":$context.error.messageString}' },
      },
    },
  };
}

function stage(): Resources {
  const limits = (HttpMethod: string, ResourcePath: string, limit: number) => ({
    ...{ HttpMethod, ResourcePath, LoggingLevel: 'ERROR' },
    ...{ ThrottlingRateLimit: limit, ThrottlingBurstLimit: limit },
  });
  return {
    Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId } },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: {
        RestApiId,
        DeploymentId: { Ref: 'Deployment' },
        StageName: 'prod',
        MethodSettings: [limits('*', '/*', 100), limits('POST', '/~1{id}', 5)],
      },
    },
  };
}
