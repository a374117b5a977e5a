import type { MapTraffic, NodeTraffic, StackMap } from '../../../api/map.ts';
import { now } from '../../data/live.ts';
import { apiPath } from '../../data/request.ts';
import { useResource } from '../../data/use-resource.ts';
import { Command } from '../../parts/command.tsx';
import { GraphView, shortText, type ShownLink, type ShownNode } from '../../parts/graph/graph-view.tsx';
import { Loaded, Notice } from '../../parts/notice.tsx';
import { Toolbar } from '../../parts/toolbar.tsx';
import { queryValue, setQueryValue } from '../../router/place.ts';
import type { PaneProps } from '../pane.ts';
import { MapTable } from './map-table.tsx';
import { badgesOf } from './node-badges.ts';
import { objectHref } from './object-href.ts';
import { texts } from './texts.ts';

/** In place of the name of a stack. */
const ALL = '*';
/** How long an edge stays lit after something went over it. */
const LIT_MS = 2_500;
const NODE = { width: 184, height: 40 };

/** The stacks as they are connected, with what goes over the connections. */
export function MapPane({ path: [openId] }: PaneProps) {
  const t = texts();
  const map = useResource<StackMap>(apiPath(['map'])).value;
  const traffic = useResource<MapTraffic>(apiPath(['map', 'traffic']), ['map']).value;
  return (
    <Loaded of={map}>
      {(whole) =>
        whole.stacks.length === 0 ? (
          <Notice title={t.none.title}>
            <p>{t.none.text}</p>
            <Command text="npm start" />
          </Notice>
        ) : (
          <MapView
            whole={whole}
            traffic={traffic.state === 'ready' ? traffic.value : { edges: [], nodes: [] }}
            openId={openId}
          />
        )
      }
    </Loaded>
  );
}

type MapViewProps = { whole: StackMap; traffic: MapTraffic; openId: string | undefined };

function MapView({ whole, traffic, openId }: MapViewProps) {
  const t = texts();
  const stack = queryValue('stack') || (whole.stacks[0] ?? ALL);
  const shown = partOf(whole, stack);
  const words = queryValue('q').toLowerCase().split(/\s+/).filter(Boolean);
  const matching = shown.nodes.filter(({ label, name, kind }) =>
    words.every((word) => `${label} ${name} ${t.kinds[kind]}`.toLowerCase().includes(word)),
  );
  const found = new Set(matching.map(({ id }) => id));
  const byNode = new Map(traffic.nodes.map((each) => [each.node, each]));
  return (
    <>
      <Toolbar hint={t.hint} count={{ shown: matching.length, all: shown.nodes.length }}>
        <label class="inline">
          {t.stack}{' '}
          <select value={stack} onChange={({ currentTarget }) => setQueryValue('stack', currentTarget.value)}>
            {whole.stacks.map((name) => (
              <option key={name}>{name}</option>
            ))}
            <option value={ALL}>{t.all}</option>
          </select>
        </label>
      </Toolbar>
      <GraphView
        label={t.graph}
        direction="LR"
        nodes={shown.nodes.map((node) => shownNode(node, byNode.get(node.id), found.has(node.id), openId))}
        links={linksOf(shown, traffic)}
      />
      <MapTable map={shown} nodes={matching} traffic={traffic} openId={openId} />
    </>
  );
}

/** One stack, with what it is connected to in others; or all. */
function partOf(map: StackMap, stack: string): StackMap {
  if (stack === ALL) return map;
  const own = new Set(map.nodes.filter((node) => node.stack === stack).map(({ id }) => id));
  const edges = map.edges.filter(({ from, to }) => own.has(from) || own.has(to));
  const near = new Set([...own, ...edges.flatMap(({ from, to }) => [from, to])]);
  return { ...map, nodes: map.nodes.filter(({ id }) => near.has(id)), edges };
}

function shownNode(
  node: StackMap['nodes'][number],
  traffic: NodeTraffic | undefined,
  isFound: boolean,
  openId: string | undefined,
): ShownNode {
  const kind = texts().kinds[node.kind];
  const badges = badgesOf(traffic);
  const badge = badges.find(({ tone }) => tone !== 'quiet') ?? badges[0];
  return {
    ...{ id: node.id, ...NODE, href: objectHref(node), isOpen: node.id === openId },
    title: [kind, node.label, ...badges.map(({ text }) => text)].join(', '),
    look: `${node.kind} ${isFound ? '' : 'faint'} ${badge?.tone ?? ''}`,
    content: (
      <>
        <text class="kind" x="10" y="15">
          {kind}
        </text>
        <text x="10" y="31">
          {shortText(node.label, 23)}
        </text>
        {badge && (
          <text class={`mark ${badge.tone}`} x={NODE.width - 10} y="15" text-anchor="end">
            {badge.text}
          </text>
        )}
      </>
    ),
  };
}

function linksOf(map: StackMap, traffic: MapTraffic): ShownLink[] {
  const passed = new Map(traffic.edges.map(({ edge, last }) => [edge, last]));
  const time = Math.max(now.value, Date.now());
  return map.edges.map(({ id, from, to, kind }) => {
    const last = passed.get(id);
    const lit = last === undefined ? '' : time - last < LIT_MS ? 'lit' : 'passed';
    return { id, from, to, look: `${kind} ${lit}` };
  });
}
