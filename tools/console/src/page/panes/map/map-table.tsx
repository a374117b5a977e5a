import type { MapNode, MapTraffic, StackMap } from '../../../api/map.ts';
import { Badge } from '../../parts/badge.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { Detail } from '../../parts/split.tsx';
import { hrefOf } from '../../router/place.ts';
import { badgesOf } from './node-badges.ts';
import { objectHref } from './object-href.ts';
import { texts } from './texts.ts';

type MapTableProps = {
  map: StackMap;
  /** Those that the filter leaves. */
  nodes: readonly MapNode[];
  traffic: MapTraffic;
  openId: string | undefined;
};

/** What the map shows, as a table, and what one object of it leads to. */
export function MapTable({ map, nodes, traffic, openId }: MapTableProps) {
  const open = map.nodes.find(({ id }) => id === openId);
  return (
    <div class="below">
      <Rows
        label={texts().table}
        rows={nodes}
        columns={columns(traffic)}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => hrefOf('map', id)}
        selected={openId}
        toneOf={({ id }) =>
          badgesOf(traffic.nodes.find(({ node }) => node === id)).find(({ tone }) => tone !== 'quiet')?.tone
        }
      />
      {open && <NodeDetail key={open.id} map={map} node={open} traffic={traffic} />}
    </div>
  );
}

function columns(traffic: MapTraffic): readonly Column<MapNode>[] {
  const t = texts();
  const byNode = new Map(traffic.nodes.map((each) => [each.node, each]));
  const through = new Map<string, number>();
  for (const { edge, count } of traffic.edges)
    for (const node of edge.split('>')) through.set(node, (through.get(node) ?? 0) + count);
  return [
    { title: t.object, width: 'minmax(120px, 1fr)', cell: ({ label }) => label },
    { title: t.stack, width: '120px', cell: ({ stack }) => stack },
    { title: t.kind, width: '120px', cell: ({ kind }) => t.kinds[kind] },
    {
      title: t.traffic,
      width: '64px',
      isNumber: true,
      cell: ({ id }) => byNode.get(id)?.invocations ?? through.get(id) ?? 0,
    },
    {
      title: t.state,
      width: '200px',
      cell: ({ id }) =>
        badgesOf(byNode.get(id)).map(({ tone, text }) => (
          <Badge key={text} tone={tone}>
            {text}
          </Badge>
        )),
    },
  ];
}

function NodeDetail({ map, node, traffic }: { map: StackMap; node: MapNode; traffic: MapTraffic }) {
  const t = texts();
  const href = objectHref(node);
  return (
    <Detail title={node.label}>
      <dl class="facts">
        <dt>{t.kind}</dt>
        <dd>{t.kinds[node.kind]}</dd>
        <dt>{t.object}</dt>
        <dd>
          <code>{node.name}</code>
        </dd>
        <dt>{t.stack}</dt>
        <dd>{node.stack}</dd>
      </dl>
      {href !== hrefOf('map', node.id) && (
        <p>
          <a href={href}>{t.open}</a>
        </p>
      )}
      <Edges title={t.comesFrom} end="from" {...{ map, traffic }} of={(edge) => edge.to === node.id} />
      <Edges title={t.leadsTo} end="to" {...{ map, traffic }} of={(edge) => edge.from === node.id} />
    </Detail>
  );
}

type EdgesProps = {
  title: string;
  end: 'from' | 'to';
  map: StackMap;
  traffic: MapTraffic;
  of(edge: StackMap['edges'][number]): boolean;
};

function Edges({ title, end, map, traffic, of }: EdgesProps) {
  const t = texts();
  const edges = map.edges.filter(of);
  if (edges.length === 0) return null;
  const counts = new Map(traffic.edges.map(({ edge, count }) => [edge, count]));
  return (
    <section>
      <h3>{title}</h3>
      <ul class="edges">
        {edges.map((edge) => (
          <li key={edge.id}>
            <a href={hrefOf('map', edge[end])}>{map.nodes.find(({ id }) => id === edge[end])?.label}</a>{' '}
            <Badge tone="quiet">{t.links[edge.kind]}</Badge> {counts.get(edge.id) ?? 0}
            {edge.actions.length > 0 && <code>{edge.actions.join(' ')}</code>}
          </li>
        ))}
      </ul>
    </section>
  );
}
