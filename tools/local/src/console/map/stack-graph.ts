import type { MapEdge, MapNode, StackMap } from '@hanok/console';
import type { RunningStack } from '../../services/cloudformation/deployed-stacks.ts';
import type { PolicyStatement } from '../../services/iam/policy-document.ts';
import { referencesIn } from '../../template/references.ts';
import type { Json, TemplateResource } from '../../template/template.ts';
import { nodeOfArn, type NodesOfStack, nodesOf } from './map-nodes.ts';

/** The policies of the role with which a function or a state machine calls. */
export type PoliciesOf = (node: MapNode) => readonly PolicyStatement[];

type Link = Pick<MapEdge, 'from' | 'to' | 'kind'> & { actions?: readonly string[] };

/** What the stacks are made of, from their templates, and what leads to what: their triggers, and what roles may call. */
export function stackGraph(stacks: readonly RunningStack[], policiesOf: PoliciesOf): StackMap {
  const made = stacks.map(nodesOf);
  const nodes = [
    ...new Map(
      made.flatMap((each) => [...each.byLogicalId.values()]).map((node) => [node.id, node]),
    ).values(),
  ];
  const links = [
    ...made.flatMap(templateLinks),
    ...matchmakerRules(made),
    ...nodes.flatMap((node) => roleLinks(node, nodes, policiesOf(node))),
  ];
  const known = new Set(nodes.map(({ id }) => id));
  return {
    stacks: stacks.map(({ name }) => name),
    nodes,
    edges: joined(links.filter(({ from, to }) => known.has(from) && known.has(to))),
  };
}

/** One edge for all links between the same two nodes; how it is shown is said by the first. */
function joined(links: readonly Link[]): MapEdge[] {
  const edges = new Map<string, MapEdge>();
  for (const { from, to, kind, actions = [] } of links) {
    const id = `${from}>${to}`;
    const known = edges.get(id) ?? { id, from, to, kind, actions: [] };
    edges.set(id, { ...known, actions: [...new Set([...known.actions, ...actions])].toSorted() });
  }
  return [...edges.values()];
}

function templateLinks(stack: NodesOfStack): Link[] {
  return Object.entries(stack.resources).flatMap(([logicalId, resource]) =>
    (LINKS[resource.Type] ?? (() => []))({
      own: stack.byLogicalId.get(logicalId)?.id ?? '',
      of: (property) => named(stack, resource.Properties[property] ?? null),
      resource,
    }),
  );
}

type Described = { own: string; of(property: string): readonly MapNode[]; resource: TemplateResource };

function named({ byLogicalId }: NodesOfStack, value: Json): MapNode[] {
  return referencesIn(value).flatMap((logicalId) => byLogicalId.get(logicalId) ?? []);
}

/** Every pair of two lists. */
function between(
  from: readonly (MapNode | string)[],
  to: readonly (MapNode | string)[],
  kind: Link['kind'],
): Link[] {
  const id = (node: MapNode | string) => (typeof node === 'string' ? node : node.id);
  return from.flatMap((one) => to.map((other) => ({ from: id(one), to: id(other), kind })));
}

const ofKind = (kind: MapNode['kind'], nodes: readonly MapNode[]) =>
  nodes.filter((node) => node.kind === kind);

/** What each resource type connects. */
const LINKS: Readonly<Record<string, (described: Described) => Link[]>> = {
  'AWS::Lambda::EventSourceMapping': ({ of }) => [
    ...between(ofKind('queue', of('EventSourceArn')), of('FunctionName'), 'triggers'),
    ...between(ofKind('table', of('EventSourceArn')), of('FunctionName'), 'stream'),
    ...between(of('FunctionName'), of('DestinationConfig'), 'deadLetters'),
  ],
  'AWS::Lambda::EventInvokeConfig': ({ of }) =>
    between(of('FunctionName'), of('DestinationConfig'), 'deadLetters'),
  'AWS::Lambda::Function': ({ own, of }) => [
    ...between([own], of('DeadLetterConfig'), 'deadLetters'),
    ...between([own], ofKind('redis', of('Environment')), 'uses'),
  ],
  'AWS::SQS::Queue': ({ own, of }) => between([own], of('RedrivePolicy'), 'deadLetters'),
  'AWS::Events::Rule': ({ own, of }) => between([own], of('Targets'), 'triggers'),
  'AWS::SNS::Subscription': ({ of }) => between(of('TopicArn'), of('Endpoint'), 'triggers'),
  'AWS::S3::Bucket': ({ own, of }) => between([own], of('NotificationConfiguration'), 'triggers'),
  'AWS::ApiGateway::Method': ({ of }) => between(of('RestApiId'), of('Integration'), 'triggers'),
  'AWS::ApiGateway::Authorizer': ({ of }) => between(of('RestApiId'), of('ProviderARNs'), 'uses'),
  'AWS::ApiGatewayV2::Integration': ({ of }) => between(of('ApiId'), of('IntegrationUri'), 'triggers'),
  'AWS::ApiGatewayV2::Authorizer': ({ of }) => between(of('ApiId'), of('AuthorizerUri'), 'triggers'),
  'AWS::GameLift::MatchmakingConfiguration': ({ own, of }) =>
    between([own], of('NotificationTarget'), 'triggers'),
};

/** Matchmaking tells the event bus, too. */
function matchmakerRules(made: readonly NodesOfStack[]): Link[] {
  const all = made.flatMap(({ byLogicalId }) => [...byLogicalId.values()]);
  const rules = made.flatMap(({ resources, byLogicalId }) =>
    Object.entries(resources).flatMap(([logicalId, { Properties }]) =>
      JSON.stringify(Properties['EventPattern'] ?? null).includes('"aws.gamelift"')
        ? (byLogicalId.get(logicalId) ?? [])
        : [],
    ),
  );
  return between(ofKind('matchmaker', all), rules, 'triggers');
}

/** What Lambda does for a function with its role, and what only writes its logs. */
const OF_LAMBDA =
  /^(logs|ec2|xray|cloudwatch):|^sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes|ChangeMessageVisibility)$|^dynamodb:(GetRecords|GetShardIterator|DescribeStream|ListStreams)$/;

function roleLinks(
  { id: from }: MapNode,
  nodes: readonly MapNode[],
  policies: readonly PolicyStatement[],
): Link[] {
  const matchmakers = ofKind('matchmaker', nodes).map(({ id }) => id);
  return policies.flatMap(({ Effect, Action = [], Resource = [] }) => {
    const actions = Action.filter((action) => !OF_LAMBDA.test(action));
    if (Effect !== 'Allow' || actions.length === 0) return [];
    const named = Resource.flatMap((arn) => nodeOfArn(arn) ?? []);
    const all = actions.some((action) => action.startsWith('gamelift:')) ? [...named, ...matchmakers] : named;
    return all.filter((to) => to !== from).map((to): Link => ({ from, to, kind: 'calls', actions }));
  });
}
