import type { PolicyDocument } from './policy-document.ts';

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/**
 * The policies of AWS that functions commonly have, as AWS publishes them, by the end of their ARN.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'service-role/AWSLambdaBasicExecutionRole': LOGS,
  'service-role/AWSLambdaVPCAccessExecutionRole': [
    ...LOGS,
    ...['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'],
    ...['ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
  ],
  'service-role/AWSLambdaSQSQueueExecutionRole': [
    ...['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    ...LOGS,
  ],
  'service-role/AWSLambdaDynamoDBExecutionRole': [
    ...[
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
    ],
    ...LOGS,
  ],
  'service-role/AWSLambdaRole': ['lambda:InvokeFunction'],
  AWSXRayDaemonWriteAccess: [
    ...['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules'],
    ...['xray:GetSamplingTargets', 'xray:GetSamplingStatisticSummaries'],
  ],
};

/** The document of a policy of AWS; undefined for one that the stack does not know. */
export function managedPolicy(arn: string): PolicyDocument | undefined {
  const actions = ACTIONS[/^arn:[\w-]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1] ?? ''];
  if (actions === undefined) return undefined;
  const statement = { Effect: 'Allow' as const, Action: [...actions], Resource: ['*'], Condition: {} };
  return { Version: '2012-10-17', Statement: [statement] };
}

/** Their names, for a message. */
export const MANAGED_POLICIES = Object.keys(ACTIONS).map((name) => name.replace(/^.*\//, ''));
