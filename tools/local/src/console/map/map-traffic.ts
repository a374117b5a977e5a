import type { MapEdge, MapTraffic, NodeTraffic, StackMap } from '@hanok/console';
import type { AuditEntry } from '../../gateway/route-request.ts';
import type { InvocationEnd, InvocationListener } from '../../services/lambda/invocation-watch.ts';
import { nodeOfArn } from './map-nodes.ts';

/** How many messages each queue holds, by its name. */
type Depths = ReadonlyMap<string, number>;

/** What goes over the edges of the map, and what its nodes met with, since the stack started. */
export type TrafficCount = {
  observe(call: AuditEntry): void;
  invocations: InvocationListener;
  /** What the queues hold now. */
  setDepths(depths: Depths): void;
  read(): MapTraffic;
};

type Counted = { invocations: number; errors: number; throttles: number } & Pick<
  NodeTraffic,
  'iteratorAgeMs'
>;

/** Calls `onChanged` when there is more. */
export function countTraffic(graph: () => StackMap, onChanged: () => void): TrafficCount {
  const edges = new Map<string, { edge: string; count: number; last: number }>();
  const functions = new Map<string, Counted>();
  let depths: Depths = new Map();

  function pass(edge: string): void {
    const count = (edges.get(edge)?.count ?? 0) + 1;
    edges.set(edge, { edge, count, last: Date.now() });
    onChanged();
  }

  function ended(end: InvocationEnd): void {
    const node = `function:${end.functionName}`;
    const counted = functions.get(node) ?? { invocations: 0, errors: 0, throttles: 0 };
    const isThrottled = end.outcome === 'throttled';
    if (isThrottled) counted.throttles += 1;
    else counted.invocations += 1;
    if (end.outcome === 'failed') counted.errors += 1;
    if (end.iteratorAgeMs !== undefined) counted.iteratorAgeMs = end.iteratorAgeMs;
    functions.set(node, counted);
    onChanged();
  }

  return {
    observe: ({ caller, resources, denied }) => {
      if (caller.kind === 'external' || denied !== undefined) return;
      const known = edgeIds(graph());
      const to = new Set(resources.flatMap((arn) => nodeOfArn(arn) ?? []));
      for (const each of to) {
        const edge = `function:${caller.functionName}>${each}`;
        if (known.has(edge)) pass(edge);
      }
    },
    invocations: {
      started: (start) => {
        for (const { id } of triggeringEdges(graph().edges, start)) pass(id);
      },
      ended,
    },
    setDepths: (next) => {
      const isSame =
        next.size === depths.size && [...next].every(([name, depth]) => depths.get(name) === depth);
      depths = next;
      if (!isSame) onChanged();
    },
    read: () => {
      const deadLetters = new Set(
        graph().edges.flatMap(({ kind, to }) => (kind === 'deadLetters' ? [to] : [])),
      );
      const queues = [...depths].map(([name, messages]) => {
        const node = `queue:${name}`;
        return { node, messages, isDeadLetters: deadLetters.has(node) };
      });
      const ran = [...functions].map(([node, counted]) => ({ node, ...counted }));
      return { edges: [...edges.values()], nodes: [...ran, ...queues] };
    },
  };
}

/** Of each graph once: it is asked for at every call. */
const idsOfGraphs = new WeakMap<StackMap, ReadonlySet<string>>();

function edgeIds(graph: StackMap): ReadonlySet<string> {
  const ids = idsOfGraphs.get(graph) ?? new Set(graph.edges.map(({ id }) => id));
  idsOfGraphs.set(graph, ids);
  return ids;
}

type Started = Pick<InvocationEnd, 'functionName' | 'trigger' | 'payload'>;

/** Kinds of nodes that run functions in each way. */
const SOURCES: Readonly<Record<Started['trigger']['kind'], readonly string[]>> = {
  sqs: ['queue'],
  stream: ['table'],
  'rest-api': ['api'],
  'function-url': [],
  'http-api': ['api'],
  'websocket-api': ['socket'],
  'state-machine': ['machine'],
  async: ['bucket', 'topic', 'rule'],
  invoke: [],
};

/** The edges over which an invocation came: all of a kind where the event does not say which. */
function triggeringEdges(edges: readonly MapEdge[], { functionName, trigger, payload }: Started): MapEdge[] {
  const into = edges.filter(
    ({ from, to }) => to === `function:${functionName}` && SOURCES[trigger.kind].includes(kindOf(from)),
  );
  const source =
    nodeOfArn(trigger.source ?? '') ?? (trigger.kind === 'async' ? sourceIn(payload) : undefined);
  return source === undefined ? into : into.filter(({ from }) => from.startsWith(source));
}

function kindOf(node: string): string {
  return node.slice(0, node.indexOf(':'));
}

/** A notification of S3, of SNS, or what a rule of EventBridge hands over. */
function sourceIn(payload: string): string {
  const bucket = /"arn":"arn:aws:s3:::([^"]+)"/.exec(payload)?.[1];
  if (bucket !== undefined) return `bucket:${bucket}`;
  const topic = /"TopicArn":"(arn:aws:sns:[^"]+)"/.exec(payload)?.[1];
  return nodeOfArn(topic ?? '') ?? 'rule:';
}
