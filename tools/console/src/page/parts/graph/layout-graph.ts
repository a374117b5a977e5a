import { Graph, layout } from '@dagrejs/dagre';

type Size = { width: number; height: number };
type Point = { x: number; y: number };

/** What is laid out; a group is as large as its members need. */
export type GraphNode = Size & { id: string; group?: string | undefined };
export type GraphLink = { id: string; from: string; to: string };

/** Where each stands: `x` and `y` are the middle of a node. */
type Layout = Size & {
  nodes: ReadonlyMap<string, Point & Size>;
  links: ReadonlyMap<string, readonly Point[]>;
};

const GAP = { nodesep: 18, ranksep: 56, edgesep: 12, marginx: 16, marginy: 16 };

/** Lays a graph out from left to right or from top to bottom. `groups` name their own group, if they have one. */
export function layoutGraph(graph: {
  direction: 'LR' | 'TB';
  nodes: readonly GraphNode[];
  links: readonly GraphLink[];
  groups?: readonly { id: string; group?: string | undefined }[];
}): Layout {
  const { direction, nodes, links, groups = [] } = graph;
  const dagre = new Graph({ multigraph: true, compound: true });
  dagre.setGraph({ rankdir: direction, ...GAP, ...(direction === 'TB' && { ranksep: 36 }) });
  for (const { id, width, height } of nodes) dagre.setNode(id, { width, height });
  for (const { id } of groups) dagre.setNode(id, {});
  for (const { id, group } of [...nodes, ...groups]) if (group !== undefined) dagre.setParent(id, group);
  for (const { id, from, to } of links) dagre.setEdge(from, to, {}, id);
  layout(dagre);
  const { width = 0, height = 0 } = dagre.graph();
  return {
    ...{ width, height },
    nodes: new Map([...nodes, ...groups].map(({ id }) => [id, placed(dagre.node(id))])),
    links: new Map(
      links.map(({ id, from, to }) => {
        const [source, target] = [placed(dagre.node(from)), placed(dagre.node(to))];
        return [id, docked(dagre.edge(from, to, id)?.points ?? [], source, target, direction)];
      }),
    ),
  };
}

function placed({ x = 0, y = 0, width = 0, height = 0 }: Partial<Point & Size>): Point & Size {
  return { x, y, width, height };
}

/** The same way, from the middle of the side of one box to that of the other, where it goes forward. */
function docked(
  points: readonly Point[],
  from: Point & Size,
  to: Point & Size,
  direction: 'LR' | 'TB',
): readonly Point[] {
  const isRight = direction === 'LR';
  const out = isRight
    ? { x: from.x + from.width / 2, y: from.y }
    : { x: from.x, y: from.y + from.height / 2 };
  const into = isRight ? { x: to.x - to.width / 2, y: to.y } : { x: to.x, y: to.y - to.height / 2 };
  const isForward = isRight ? into.x > out.x : into.y > out.y;
  return isForward ? [out, ...points.slice(1, -1), into] : points;
}

/** A line through the points, as the `d` of a path, round at its bends. */
export function pathThrough(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const at = ({ x, y }: Point) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const last = rest.at(-1);
  if (last === undefined) return '';
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? point;
    const end = index === rest.length - 2 ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${at(point)} ${at(end)}`;
  });
  return bends.length === 0 ? `M${at(first)}L${at(last)}` : `M${at(first)}${bends.join('')}`;
}
