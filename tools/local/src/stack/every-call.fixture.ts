import {
  type Call,
  JSON_CALLS,
  OF_USERS,
  permissions,
  PLACE,
  type Row,
  SQS_ROWS,
} from './json-calls.fixture.ts';

const query = (service: string, rows: readonly Row[]): Call[] =>
  rows.map(([operation, input, needs]) => ({
    ...{ service, operation, method: 'POST', path: '/', input: { ...input, Action: operation } },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    needs: permissions(service, operation, needs),
  }));

const rest = (service: string, operation: string, request: string, ...needs: string[]): Call => {
  const [method = '', path = ''] = request.split(' ');
  return { service, operation, method, path, headers: {}, needs: needs.map((need) => `${service}:${need}`) };
};

const lambda = (operation: string, request: string, resource: string, action = operation) =>
  rest('lambda', operation, request, `${action} ${resource}`);
const FUNCTION = `arn:aws:lambda:${PLACE}:function:mine`;
const MAPPING = `arn:aws:lambda:${PLACE}:event-source-mapping:u`;

const STACK = `arn:aws:cloudformation:${PLACE}:stack/mine/*`;
const ofStack = ['DescribeStacks', 'ListStackResources', 'GetTemplate', 'DescribeStackResource'];
const cloudformation = query('cloudformation', [
  ...[...ofStack, 'DescribeStackResources'].map((name): Row => [name, { StackName: 'mine' }, STACK]),
  ...['ListStacks', 'ListExports'].map((name): Row => [name, {}, '*']),
]);

const TOPIC = `arn:aws:sns:${PLACE}:mine`;
const onTopic = { TopicArn: TOPIC };
const onSubscription = { SubscriptionArn: `${TOPIC}:u` };
const ofTopic = ['DeleteTopic', 'GetTopicAttributes', 'SetTopicAttributes', 'Subscribe', 'Publish'];
const ofSubscription = ['Unsubscribe', 'GetSubscriptionAttributes', 'SetSubscriptionAttributes'];
const sns = query('sns', [
  ['CreateTopic', { Name: 'mine' }, TOPIC],
  ...[...ofTopic, 'ListSubscriptionsByTopic'].map((name): Row => [name, onTopic, TOPIC]),
  ['PublishBatch', onTopic, [`sns:Publish ${TOPIC}`]],
  ...ofSubscription.map((name): Row => [name, onSubscription, '*']),
  ...['ListTopics', 'ListSubscriptions'].map((name): Row => [name, {}, '*']),
  ...['TagResource', 'UntagResource', 'ListTagsForResource'].map((name): Row => [
    name,
    { ResourceArn: TOPIC },
    TOPIC,
  ]),
]);

const BUCKET = 'arn:aws:s3:::photos';
const s3 = (operation: string, request: string, ...needs: string[]) =>
  rest('s3', operation, request, ...needs);
const copy = { 'x-amz-copy-source': 'photos/from' };
const COPIED = [`GetObject ${BUCKET}/from`, `PutObject ${BUCKET}/k`];

/** The sub-resources of a bucket that are read, each with its operation's name and its action's. */
const READS: readonly (readonly [parameter: string, operation: string, action?: string])[] = [
  ['accelerate', 'BucketAccelerateConfiguration', 'AccelerateConfiguration'],
  ['acl', 'BucketAcl'],
  ['cors', 'BucketCors', 'BucketCORS'],
  ['encryption', 'BucketEncryption', 'EncryptionConfiguration'],
  ['lifecycle', 'BucketLifecycleConfiguration', 'LifecycleConfiguration'],
  ['location', 'BucketLocation'],
  ['logging', 'BucketLogging'],
  ['notification', 'BucketNotificationConfiguration', 'BucketNotification'],
  ['object-lock', 'ObjectLockConfiguration', 'BucketObjectLockConfiguration'],
  ['ownershipControls', 'BucketOwnershipControls'],
  ['policy', 'BucketPolicy'],
  ['policyStatus', 'BucketPolicyStatus'],
  ['publicAccessBlock', 'PublicAccessBlock', 'BucketPublicAccessBlock'],
  ['replication', 'BucketReplication', 'ReplicationConfiguration'],
  ['requestPayment', 'BucketRequestPayment'],
  ['tagging', 'BucketTagging'],
  ['versioning', 'BucketVersioning'],
  ['website', 'BucketWebsite'],
];

const ofApi = (operation: string, path: string) =>
  rest('apigateway', operation, `GET ${path}`, `GET arn:aws:apigateway:us-east-1::${path}`);
const ofSocketApi = (operation: string, path = '') =>
  rest(
    'apigateway',
    `V2${operation}`,
    `GET /v2/apis${path}`,
    `GET arn:aws:apigateway:us-east-1::/apis${path}`,
  );
const ofConnection = (operation: string, method: string) =>
  rest(
    'execute-api',
    operation,
    `${method} /_aws/execute-api/a/prod/@connections/c`,
    `ManageConnections arn:aws:execute-api:${PLACE}:a/prod/${method}/@connections/c`,
  );
const EVENTS = '/2019-09-25/functions/mine/event-invoke-config';

/** A call of every operation of every service. */
export const EVERY_CALL: readonly Call[] = [
  ...[...JSON_CALLS, ...query('sqs', SQS_ROWS), ...query('sts', [['GetCallerIdentity', {}, []]])],
  ...[...cloudformation, ...sns],
  lambda('ListFunctions', 'GET /2015-03-31/functions', '*'),
  lambda('GetFunction', 'GET /2015-03-31/functions/mine', FUNCTION),
  lambda('GetFunctionConfiguration', 'GET /2015-03-31/functions/mine/configuration', FUNCTION),
  lambda('GetPolicy', 'GET /2015-03-31/functions/mine/policy', FUNCTION),
  lambda('GetFunctionEventInvokeConfig', `GET ${EVENTS}`, FUNCTION),
  lambda('ListFunctionEventInvokeConfigs', `GET ${EVENTS}/list`, FUNCTION),
  lambda('Invoke', 'POST /2015-03-31/functions/mine/invocations', FUNCTION, 'InvokeFunction'),
  lambda('UpdateFunctionCode', 'PUT /2015-03-31/functions/mine/code', FUNCTION),
  lambda('ListEventSourceMappings', 'GET /2015-03-31/event-source-mappings', '*'),
  lambda('GetEventSourceMapping', 'GET /2015-03-31/event-source-mappings/u', MAPPING),
  ofApi('GetRestApis', '/restapis'),
  ofApi('GetRestApi', '/restapis/a'),
  ofApi('GetResources', '/restapis/a/resources'),
  ofApi('GetStages', '/restapis/a/stages'),
  ofApi('GetStage', '/restapis/a/stages/prod'),
  ...[ofSocketApi('GetApis'), ofSocketApi('GetApi', '/a')],
  ...['Route', 'Stage', 'Integration', 'Authorizer', 'Deployment'].flatMap((kind) => [
    ofSocketApi(`Get${kind}s`, `/a/${kind.toLowerCase()}s`),
    ofSocketApi(`Get${kind}`, `/a/${kind.toLowerCase()}s/b`),
  ]),
  ofConnection('PostToConnection', 'POST'),
  ofConnection('GetConnection', 'GET'),
  ofConnection('DeleteConnection', 'DELETE'),
  s3('ListBuckets', 'GET /', 'ListAllMyBuckets *'),
  s3('HeadBucket', 'HEAD /photos', `ListBucket ${BUCKET}`),
  ...READS.map(([parameter, operation, action = operation]) =>
    s3(`Get${operation}`, `GET /photos?${parameter}`, `Get${action} ${BUCKET}`),
  ),
  s3('CreateBucket', 'PUT /photos', `CreateBucket ${BUCKET}`),
  s3('DeleteBucket', 'DELETE /photos', `DeleteBucket ${BUCKET}`),
  s3('ListObjects', 'GET /photos', `ListBucket ${BUCKET}`),
  s3('ListObjectsV2', 'GET /photos?list-type=2', `ListBucket ${BUCKET}`),
  s3('ListMultipartUploads', 'GET /photos?uploads', `ListBucketMultipartUploads ${BUCKET}`),
  s3('DeleteObjects', 'POST /photos?delete'),
  s3('PostObject', 'POST /photos'),
  s3('GetObject', 'GET /photos/k', `GetObject ${BUCKET}/k`),
  s3('HeadObject', 'HEAD /photos/k', `GetObject ${BUCKET}/k`),
  s3('PutObject', 'PUT /photos/k', `PutObject ${BUCKET}/k`),
  { ...s3('CopyObject', 'PUT /photos/k', ...COPIED), headers: copy },
  s3('DeleteObject', 'DELETE /photos/k', `DeleteObject ${BUCKET}/k`),
  s3('CreateMultipartUpload', 'POST /photos/k?uploads', `PutObject ${BUCKET}/k`),
  s3('UploadPart', 'PUT /photos/k?uploadId=u&partNumber=1', `PutObject ${BUCKET}/k`),
  { ...s3('UploadPartCopy', 'PUT /photos/k?uploadId=u&partNumber=1', ...COPIED), headers: copy },
  s3('CompleteMultipartUpload', 'POST /photos/k?uploadId=u', `PutObject ${BUCKET}/k`),
  s3('AbortMultipartUpload', 'DELETE /photos/k?uploadId=u', `AbortMultipartUpload ${BUCKET}/k`),
  s3('ListParts', 'GET /photos/k?uploadId=u', `ListMultipartUploadParts ${BUCKET}/k`),
  s3('GetObjectTagging', 'GET /photos/k?tagging', `GetObjectTagging ${BUCKET}/k`),
  s3('PutObjectTagging', 'PUT /photos/k?tagging', `PutObjectTagging ${BUCKET}/k`),
  s3('DeleteObjectTagging', 'DELETE /photos/k?tagging', `DeleteObjectTagging ${BUCKET}/k`),
];

/** Those of its operations for which AWS asks no permission, or one for each key that the body names. */
export const FREE: readonly string[] = [
  ...OF_USERS.map((name) => `cognito-idp:${name}`),
  ...['sts:GetCallerIdentity', 's3:DeleteObjects', 's3:PostObject'],
];
