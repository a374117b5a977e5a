import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Resources } from '../../../stack/game-stack.fixture.ts';
import { type Json, type StackTemplate, template } from '../../../template/template.ts';

const ApiId = { Ref: 'Api' };
const sub = (text: string): Json => ({ 'Fn::Sub': text });
const invocations = sub(
  'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Chat.Arn}/invocations',
);
const permission = (source: string) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    ...{ Action: 'lambda:InvokeFunction', FunctionName: { 'Fn::GetAtt': ['Chat', 'Arn'] } },
    Principal: 'apigateway.amazonaws.com',
    SourceArn: sub(`arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/${source}`),
  },
});
const route = (RouteKey: string, more: Record<string, Json> = {}) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId,
    RouteKey,
    AuthorizationType: 'NONE',
    Target: sub('integrations/${Integration}'),
    ...more,
  },
});

/** A WebSocket API as CDK writes it, changed by `change`; every route runs the function `chat`. */
function chatResources(change: (resources: Resources) => void = () => undefined): Resources {
  const resources: Resources = {
    Api: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: {
        ...{ Name: 'Chat', ProtocolType: 'WEBSOCKET' },
        RouteSelectionExpression: '$request.body.action',
      },
    },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: { ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: invocations },
    },
    Authorizer: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ...{ ApiId, AuthorizerType: 'REQUEST', AuthorizerUri: invocations, Name: 'Chat' },
        IdentitySource: ['route.request.querystring.token'],
      },
    },
    Connect: route('$connect', { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } }),
    Say: route('say', { RouteResponseSelectionExpression: '$default' }),
    SayResponse: {
      Type: 'AWS::ApiGatewayV2::RouteResponse',
      Properties: { ApiId, RouteId: { Ref: 'Say' }, RouteResponseKey: '$default' },
    },
    Post: route('post'),
    MayConnect: permission('*$connect'),
    MaySay: permission('*say'),
    MayPost: permission('*post'),
    MayAuthorize: permission('authorizers/${Authorizer}'),
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: {
        ...{ ApiId, AutoDeploy: true, StageName: 'prod' },
        DefaultRouteSettings: { ThrottlingBurstLimit: 50, ThrottlingRateLimit: 50 },
        RouteSettings: { say: { ThrottlingBurstLimit: 5, ThrottlingRateLimit: 5 } },
      },
    },
  };
  change(resources);
  return resources;
}

/** The API with a function that is only named. */
export function chatTemplate(change?: (resources: Resources) => void): StackTemplate {
  const text = JSON.stringify(chatResources(change)).replaceAll(
    '${Chat.Arn}',
    'arn:aws:lambda:x:1:function:chat',
  );
  const resources: Resources = JSON.parse(text);
  for (const { Properties } of Object.values(resources))
    if (Properties?.['FunctionName'] !== undefined)
      Properties['FunctionName'] = 'arn:aws:lambda:x:1:function:chat';
  return { name: 'Chat', template: template.parse({ Resources: resources }), assets: new Map() };
}

/** Admits everyone with a token, answers what it hears, and posts what it is told to post. */
const SOURCE = `exports.handler = async (event) => {
  const { connectionId, authorizer } = event.requestContext;
  if (event.type === 'REQUEST') {
    const Statement = [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: event.methodArn }];
    const policyDocument = { Version: '2012-10-17', Statement };
    return { principalId: event.queryStringParameters.token, policyDocument };
  }
  if (event.requestContext.routeKey === 'post') {
    const scope = process.env.AWS_ACCESS_KEY_ID + '/20260101/us-east-1/execute-api/aws4_request';
    const authorization = 'AWS4-HMAC-SHA256 Credential=' + scope + ', SignedHeaders=host, Signature=0';
    const address = process.env.CALLBACK + '/@connections/' + encodeURIComponent(connectionId);
    await fetch(address, { method: 'POST', headers: { authorization }, body: 'posted' });
  }
  return { statusCode: 200, body: 'heard ' + (authorizer && authorizer.principalId) };
};`;

/** A cloud assembly of the API with its function; it goes with `remove`. */
export function writeChatAssembly() {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-chat-'));
  const write = (file: string, content: object) => writeFileSync(join(folder, file), JSON.stringify(content));
  const properties = { templateFile: 'Chat.template.json' };
  const Statement = [
    {
      ...{ Effect: 'Allow', Action: 'execute-api:ManageConnections' },
      Resource: sub('arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/prod/*/@connections/*'),
    },
  ];
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } };
  const Role = {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
      Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement } }],
    },
  };
  const Chat = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      ...{ FunctionName: 'chat', Handler: 'main.handler', Runtime: 'nodejs24.x', Timeout: 20 },
      ...{ Code: { S3Bucket: 'assets', S3Key: 'chat.zip' }, Role: { 'Fn::GetAtt': ['Role', 'Arn'] } },
      Environment: { Variables: { CALLBACK: { 'Fn::Join': ['', ['https://', ApiId, HOST]] } } },
    },
  };
  const Url = { Value: { 'Fn::Join': ['', ['wss://', ApiId, HOST]] } };
  write('manifest.json', { artifacts: { Chat: { type: 'aws:cloudformation:stack', properties } } });
  write('Chat.template.json', { Resources: { ...chatResources(), Role, Chat }, Outputs: { Url } });
  const destinations = { current: { bucketName: 'assets', objectKey: 'chat.zip' } };
  write('Chat.assets.json', {
    files: { chat: { source: { path: 'chat.zip', packaging: 'file' }, destinations } },
  });
  writeFileSync(join(folder, 'chat.zip'), zipSync({ 'main.js': strToU8(SOURCE) }));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const HOST = '.execute-api.us-east-1.amazonaws.com/prod';
