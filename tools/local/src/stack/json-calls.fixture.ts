import { CLOUDWATCH_ROWS } from './cloudwatch-calls.fixture.ts';

/** A call of one operation: the request, and the permissions that it needs as `action resource`; none when it is free. */
export type Call = {
  service: string;
  operation: string;
  method: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  /** The input of a service that speaks JSON, or the parameters of one of the query protocol. */
  input?: Readonly<Record<string, unknown>>;
  needs: readonly string[];
  /** Members that the operation reads beside those of the input. */
  reads?: readonly string[];
};

export const PLACE = 'us-east-1:000000000000';
const TABLE = `arn:aws:dynamodb:${PLACE}:table/mine`;
const STREAM = `${TABLE}/stream/2026-01-01T00:00:00.000000000`;
const QUEUE = `arn:aws:sqs:${PLACE}:mine`;
const MACHINE = `arn:aws:states:${PLACE}:stateMachine:mine`;
const EXECUTION = `arn:aws:states:${PLACE}:execution:mine:1`;
const GROUP = `arn:aws:logs:${PLACE}:log-group:mine:log-stream:`;
const POOL = `arn:aws:cognito-idp:${PLACE}:userpool/us-east-1_mine`;

export type Row = [
  operation: string,
  input: Record<string, unknown>,
  needs: string | string[],
  ...reads: string[],
];

/** `needs` is a resource of the operation's own action, or a list of whole permissions. */
export function permissions(prefix: string, operation: string, needs: string | string[]): string[] {
  return typeof needs === 'string' ? [`${prefix}:${operation} ${needs}`] : needs;
}

function json(service: string, target: string, rows: readonly Row[]): Call[] {
  return rows.map(([operation, input, needs, ...reads]) => ({
    ...{ service, operation, method: 'POST', path: '/', input, reads },
    headers: { 'x-amz-target': `${target}.${operation}`, 'content-type': 'application/x-amz-json-1.0' },
    needs: permissions(service, operation, needs),
  }));
}

const onTable = { TableName: 'mine' };
const tagged = { ResourceArn: TABLE };
const batch = { RequestItems: { mine: {} } };
const part = (kind: string) => ({ [kind]: { TableName: 'mine' } });
const WRITES = ['Put', 'Update', 'Delete', 'ConditionCheck'];

const dynamodb = json('dynamodb', 'DynamoDB_20120810', [
  ['CreateTable', onTable, TABLE, 'Tags'],
  ['DeleteTable', onTable, TABLE],
  ['DescribeTable', onTable, TABLE],
  ['UpdateTable', onTable, TABLE],
  ['ListTables', {}, '*'],
  ['DescribeTimeToLive', onTable, TABLE],
  ['UpdateTimeToLive', onTable, TABLE],
  ['DescribeContinuousBackups', onTable, TABLE],
  ['TagResource', tagged, TABLE],
  ['UntagResource', tagged, TABLE],
  ['ListTagsOfResource', tagged, TABLE],
  ['GetItem', onTable, TABLE],
  ['PutItem', onTable, TABLE],
  ['UpdateItem', onTable, TABLE],
  ['DeleteItem', onTable, TABLE],
  ['Query', { ...onTable, IndexName: 'i' }, `${TABLE}/index/i`],
  ['Scan', onTable, TABLE, 'IndexName'],
  ['BatchGetItem', batch, TABLE],
  ['BatchWriteItem', batch, TABLE],
  ['TransactGetItems', { TransactItems: [part('Get')] }, [`dynamodb:GetItem ${TABLE}`]],
  [
    'TransactWriteItems',
    { TransactItems: WRITES.map(part) },
    WRITES.map((kind) => `dynamodb:${kind}Item ${TABLE}`),
  ],
]);
const streams = json('dynamodb', 'DynamoDBStreams_20120810', [
  ['ListStreams', {}, '*'],
  ['DescribeStream', { StreamArn: STREAM }, STREAM],
  ['GetShardIterator', { StreamArn: STREAM }, STREAM],
  // An iterator that the stack did not give out is of no stream.
  ['GetRecords', { ShardIterator: `${STREAM}|1|mine` }, '*'],
]);

const onQueue = { QueueUrl: '/000000000000/mine' };
export const SQS_ROWS: Row[] = [
  ['CreateQueue', { QueueName: 'mine' }, QUEUE, 'tags'],
  ['DeleteQueue', onQueue, QUEUE],
  ['GetQueueUrl', { QueueName: 'mine' }, QUEUE],
  ['ListQueues', {}, '*'],
  ['GetQueueAttributes', onQueue, QUEUE],
  ['SetQueueAttributes', onQueue, QUEUE],
  ['SendMessage', onQueue, QUEUE],
  ['SendMessageBatch', onQueue, [`sqs:SendMessage ${QUEUE}`]],
  ['ReceiveMessage', onQueue, QUEUE],
  ['DeleteMessage', onQueue, QUEUE],
  ['DeleteMessageBatch', onQueue, [`sqs:DeleteMessage ${QUEUE}`]],
  ['ChangeMessageVisibility', onQueue, QUEUE],
  ['ChangeMessageVisibilityBatch', onQueue, [`sqs:ChangeMessageVisibility ${QUEUE}`]],
  ['PurgeQueue', onQueue, QUEUE],
  ['TagQueue', onQueue, QUEUE],
  ['UntagQueue', onQueue, QUEUE],
  ['ListQueueTags', onQueue, QUEUE],
  ['ListDeadLetterSourceQueues', onQueue, QUEUE],
  [
    'StartMessageMoveTask',
    { SourceArn: `${QUEUE}-dead`, DestinationArn: QUEUE },
    [
      ...['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map(
        (name) => `sqs:${name} ${QUEUE}-dead`,
      ),
      `sqs:SendMessage ${QUEUE}`,
    ],
  ],
  ['ListMessageMoveTasks', { SourceArn: QUEUE }, QUEUE],
];

const onMachine = { stateMachineArn: MACHINE };
const onExecution = { executionArn: EXECUTION };
const states = json('states', 'AWSStepFunctions', [
  ['StartExecution', onMachine, MACHINE],
  ['StartSyncExecution', onMachine, MACHINE],
  ['DescribeExecution', onExecution, EXECUTION],
  ['ListExecutions', onMachine, MACHINE],
  ['StopExecution', onExecution, EXECUTION],
  ['GetExecutionHistory', onExecution, EXECUTION],
  ['DescribeStateMachine', onMachine, MACHINE],
  ['DescribeStateMachineForExecution', onExecution, EXECUTION],
  ['ListStateMachines', {}, '*'],
  ['SendTaskSuccess', { taskToken: 't', output: '{}' }, '*'],
  ['SendTaskFailure', { taskToken: 't' }, '*'],
  ['SendTaskHeartbeat', { taskToken: 't' }, '*'],
]);

const inGroup = { logGroupName: 'mine' };
const logs = json('logs', 'Logs_20140328', [
  ['DescribeLogGroups', {}, GROUP.replace('mine', '')],
  ['DescribeLogStreams', inGroup, GROUP, 'logGroupIdentifier'],
  ['GetLogEvents', { ...inGroup, logStreamName: 's' }, `${GROUP}s`, 'logGroupIdentifier'],
  ['FilterLogEvents', inGroup, GROUP, 'logGroupIdentifier'],
  ['CreateLogGroup', inGroup, GROUP],
  ['PutRetentionPolicy', { ...inGroup, retentionInDays: 1 }, GROUP],
  ...['DeleteRetentionPolicy', 'DeleteLogGroup', 'CreateLogStream'].map((name): Row => [
    name,
    inGroup,
    GROUP,
  ]),
  ...['DeleteLogStream', 'PutLogEvents'].map((name): Row => [
    ...([name, { ...inGroup, logStreamName: 's' }, `${GROUP}s`] as const),
    'logGroupIdentifier',
  ]),
  ['StartQuery', inGroup, GROUP, 'logGroupIdentifier', 'logGroupNames', 'logGroupIdentifiers'],
  ...['GetQueryResults', 'StopQuery', 'DescribeQueries'].map((name): Row => [name, {}, '*']),
]);

const inPool = { UserPoolId: 'us-east-1_mine' };
const ofUsers = [
  'SignUp',
  'ConfirmSignUp',
  'ResendConfirmationCode',
  'ForgotPassword',
  'ConfirmForgotPassword',
  'InitiateAuth',
  'RespondToAuthChallenge',
];
const ofTokens = ['DeleteUser', 'GetUser', 'GlobalSignOut', 'RevokeToken'];
/** Operations of user pools for which IAM is not asked. */
export const OF_USERS: readonly string[] = [...ofUsers, ...ofTokens];
const ofPools = ['DescribeUserPool', 'DescribeUserPoolClient', 'ListUserPoolClients', 'ListUsers'];
const ofAdmins = ['ConfirmSignUp', 'CreateUser', 'DeleteUser', 'GetUser', 'InitiateAuth', 'SetUserPassword'];
const admins = [...ofAdmins, 'RespondToAuthChallenge', 'UserGlobalSignOut'].map((name) => `Admin${name}`);
const cognito = json('cognito-idp', 'AWSCognitoIdentityProviderService', [
  ...OF_USERS.map((name): Row => [name, {}, []]),
  ...[...ofPools, ...admins].map((name): Row => [name, inPool, POOL]),
  ['ListUserPools', { MaxResults: 1 }, '*'],
]);

const rule = (name: string) => `arn:aws:events:${PLACE}:rule/${name}`;
const events = json('events', 'AWSEvents', [
  ['DescribeRule', { Name: 'mine' }, rule('mine')],
  ['ListRules', {}, rule('*')],
  ['ListTargetsByRule', { Rule: 'mine' }, rule('mine')],
  ['ListRuleNamesByTarget', {}, rule('*')],
  ['TestEventPattern', {}, '*'],
  ...['PutRule', 'DeleteRule', 'EnableRule', 'DisableRule'].map((name): Row => [
    name,
    { Name: 'mine' },
    rule('mine'),
  ]),
  ...['PutTargets', 'RemoveTargets'].map((name): Row => [name, { Rule: 'mine' }, rule('mine')]),
  ['PutEvents', { Entries: [{ Source: 'a' }] }, `arn:aws:events:${PLACE}:event-bus/default`],
]);

const matchmaking = ['Start', 'Describe', 'Stop'].map((name) => `${name}Matchmaking`);
const describing = ['MatchmakingConfigurations', 'MatchmakingRuleSets', 'GameSessionQueues'];
const gamelift = json(
  'gamelift',
  'GameLift',
  [
    ...[...matchmaking, 'AcceptMatch', 'StartMatchBackfill', 'ValidateMatchmakingRuleSet'],
    ...describing.map((name) => `Describe${name}`),
  ].map((name): Row => [name, {}, '*']),
);

/** A call of every operation of every service that speaks JSON. */
export const JSON_CALLS: readonly Call[] = [
  ...[...dynamodb, ...streams, ...json('sqs', 'AmazonSQS', SQS_ROWS)],
  ...[...states, ...logs, ...cognito, ...events, ...gamelift],
  ...json('monitoring', 'GraniteServiceVersion20100801', CLOUDWATCH_ROWS),
];
