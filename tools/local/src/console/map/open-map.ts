import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { StackMap } from '@hanok/console';
import { cloudformation } from '../../services/cloudformation/part.ts';
import { iam } from '../../services/iam/part.ts';
import { lambda } from '../../services/lambda/part.ts';
import { sqs } from '../../services/sqs/part.ts';
import { states } from '../../services/states/part.ts';
import type { OpenParts } from '../../stack/open-parts.ts';
import type { Place } from '../../stack/part.ts';
import { countTraffic, type TrafficCount } from './map-traffic.ts';
import { type PoliciesOf, stackGraph } from './stack-graph.ts';

/** The map of the stacks, and what goes over it. */
export type StackMapView = Pick<TrafficCount, 'observe' | 'read'> & { graph(): StackMap };

type MapOptions = {
  onChanged(): void;
  /** Whether there is a page that hears of changes. */
  isHeard(): boolean;
};

/** How often the queues are counted while a page shows the map. */
const COUNT_MS = 1_000;

export function openMap(
  { gatewayUrl, accountId }: Pick<Place, 'gatewayUrl' | 'accountId'>,
  parts: OpenParts,
  { onChanged, isHeard }: MapOptions,
): StackMapView {
  const stacks = parts.usesOf(cloudformation);
  const policiesOf = policiesIn(parts);
  let known: StackMap | undefined;
  const graph = () => {
    // Resources are made while the parts are open already.
    if (known?.stacks.length !== stacks.all().length) known = stackGraph(stacks.all(), policiesOf);
    return known;
  };
  const traffic = countTraffic(graph, onChanged);
  parts.usesOf(lambda).invocations.add(traffic.invocations);
  const queues = () => graph().nodes.flatMap(({ kind, name }) => (kind === 'queue' ? [name] : []));
  const urlOf = (queue: string) => `${gatewayUrl}/${accountId}/${queue}`;
  const count = async () =>
    traffic.setDepths(
      await depthsOf(
        parts.usesOf(sqs).client,
        queues().map((name) => [name, urlOf(name)]),
      ),
    );
  let counting: NodeJS.Timeout | undefined;
  const countAgain = () => {
    counting = undefined;
    if (!isHeard()) return;
    // A stack that stops answers no more.
    void count()
      .catch(() => undefined)
      .finally(countSoon);
  };
  const countSoon = () => void (counting ??= setTimeout(countAgain, COUNT_MS).unref());
  return {
    graph,
    observe: traffic.observe,
    read: () => {
      countSoon();
      return traffic.read();
    },
  };
}

function policiesIn(parts: OpenParts): PoliciesOf {
  const { policiesOf } = parts.usesOf(iam);
  const { functions } = parts.usesOf(lambda);
  const executions = parts.usesOf(states);
  const roleOf: PoliciesOfRole = {
    function: (name) => functions.get(name)?.config.roleName,
    machine: (name) => executions.machines().find((machine) => machine.name === name)?.roleName,
  };
  return ({ kind, name }) => {
    const role = roleOf[kind]?.(name);
    return role === undefined ? [] : policiesOf(role);
  };
}

type PoliciesOfRole = Readonly<Record<string, (name: string) => string | undefined>>;

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

async function depthsOf(client: SQSClient, queues: readonly (readonly [string, string])[]) {
  const depths = queues.map(async ([name, QueueUrl]) => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTS] });
    const { Attributes = {} } = await client.send(command);
    return [name, COUNTS.reduce((sum, each) => sum + Number(Attributes[each] ?? 0), 0)] as const;
  });
  return new Map(await Promise.all(depths));
}
