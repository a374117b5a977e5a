import type { MapNode, NodeKind } from '@hanok/console';
import type { RunningStack } from '../../services/cloudformation/deployed-stacks.ts';
import { template as templateSchema } from '../../template/template.ts';

/** The resource types that are shown as objects of their own. */
const KINDS: Readonly<Record<string, NodeKind>> = {
  'AWS::ApiGateway::RestApi': 'api',
  'AWS::ApiGatewayV2::Api': 'socket',
  'AWS::Cognito::UserPool': 'users',
  'AWS::GameLift::MatchmakingConfiguration': 'matchmaker',
  'AWS::Events::Rule': 'rule',
  'AWS::StepFunctions::StateMachine': 'machine',
  'AWS::Lambda::Function': 'function',
  'AWS::SQS::Queue': 'queue',
  'AWS::SNS::Topic': 'topic',
  'AWS::DynamoDB::Table': 'table',
  'AWS::S3::Bucket': 'bucket',
  'AWS::ElastiCache::ReplicationGroup': 'redis',
};
/** Those whose names are made up by the stack: people know them by what the template calls them. */
const LABELLED_BY_TEMPLATE: ReadonlySet<NodeKind> = new Set(['api', 'socket', 'users', 'rule', 'redis']);

/** A template of a stack with the nodes of its resources by their logical ids. */
export type NodesOfStack = {
  resources: ReturnType<typeof templateSchema.parse>['Resources'];
  byLogicalId: ReadonlyMap<string, MapNode>;
};

export function nodesOf({ name: stack, template, resources }: RunningStack): NodesOfStack {
  const { Resources } = templateSchema.parse(JSON.parse(template));
  const nodes = resources.flatMap(({ logicalId, type, physicalId }): [string, MapNode][] => {
    const properties = Resources[logicalId]?.Properties ?? {};
    const kind = properties['ProtocolType'] === 'HTTP' ? 'api' : KINDS[type];
    if (kind === undefined) return [];
    const name = physicalId.split(/[/:]/).at(-1) ?? physicalId;
    const given = properties['Name'];
    const ofTemplate = typeof given === 'string' ? given : logicalId.replace(/[0-9A-F]{8}$/, '');
    const label = LABELLED_BY_TEMPLATE.has(kind) ? ofTemplate : name;
    return [[logicalId, { id: nodeId(kind, name), kind, name, label, stack }]];
  });
  return { resources: Resources, byLogicalId: new Map(nodes) };
}

function nodeId(kind: NodeKind, name: string): string {
  return `${kind}:${name}`;
}

/** The node that an ARN, or a pattern of ARNs in a policy, means; undefined for all others. */
export function nodeOfArn(arn: string): string | undefined {
  const [, , service = '', , , ...rest] = arn.split(':');
  const resource = rest.join(':');
  const [kind, pattern] = ARNS[service] ?? [];
  const name = pattern?.exec(resource)?.[1];
  return kind === undefined || name === undefined ? undefined : nodeId(kind, name);
}

const ARNS: Readonly<Record<string, readonly [NodeKind, RegExp]>> = {
  dynamodb: ['table', /^table\/([^/*]+)/],
  sqs: ['queue', /^([^:*]+)$/],
  sns: ['topic', /^([^:*]+)/],
  s3: ['bucket', /^([^/*]+)/],
  states: ['machine', /^(?:stateMachine|execution|express):([^:*]+)/],
  lambda: ['function', /^function:([^:*]+)/],
  'execute-api': ['socket', /^([^/*]+)/],
  'cognito-idp': ['users', /^userpool\/([^/*]+)/],
  gamelift: ['matchmaker', /^matchmakingconfiguration\/([^/*]+)/],
};
