import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { go } from '../../router/place.ts';
import { type GraphLink, type GraphNode, layoutGraph, pathThrough } from './layout-graph.ts';

/** What stands in the box of a node. */
export type ShownNode = GraphNode & {
  /** In full, where its box is too small. */
  title: string;
  href: string;
  /** Classes of its box, such as how it went. */
  look: string;
  isOpen?: boolean;
  content: ComponentChildren;
};
export type ShownLink = GraphLink & { look: string };
type ShownGroup = { id: string; group?: string | undefined; title: string; look: string };

type GraphViewProps = {
  label: string;
  direction: 'LR' | 'TB';
  nodes: readonly ShownNode[];
  links: readonly ShownLink[];
  groups?: readonly ShownGroup[];
};

/**
 * A graph. One node is in the order of tabs; arrow keys move to the next node in their direction, Enter and a click open
 * it. It is laid out again only when what is in it changes, not when its looks do.
 */
export function GraphView({ label, direction, nodes, links, groups = [] }: GraphViewProps) {
  const svg = useRef<SVGSVGElement>(null);
  const focused = useSignal<string>('');
  const shape = JSON.stringify([
    nodes.map(({ id, width, height, group }) => [id, width, height, group]),
    links.map(({ id }) => id),
  ]);
  const layout = useMemo(() => layoutGraph({ direction, nodes, links, groups }), [shape, direction]);
  const inOrder = nodes.some(({ id }) => id === focused.value)
    ? focused.value
    : (nodes.find(({ isOpen }) => isOpen) ?? nodes[0])?.id;
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const from = layout.nodes.get(inOrder ?? '');
    if (step === undefined || from === undefined) return;
    event.preventDefault();
    let nearest: { id: string; far: number } | undefined;
    for (const { id } of nodes) {
      const to = layout.nodes.get(id);
      if (to === undefined || id === inOrder) continue;
      const [ahead, aside] = [
        (to.x - from.x) * step[0] + (to.y - from.y) * step[1],
        Math.abs((to.x - from.x) * step[1]) + Math.abs((to.y - from.y) * step[0]),
      ];
      const far = ahead + 2 * aside;
      if (ahead > 1 && (nearest === undefined || far < nearest.far)) nearest = { id, far };
    }
    if (nearest === undefined) return;
    const { id } = nearest;
    focused.value = id;
    const links = svg.current?.querySelectorAll('a') ?? [];
    const found = [...links].find((link) => link.dataset['node'] === id);
    found?.focus();
    found?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  return (
    <div class="graph">
      <svg
        ref={svg}
        role="group"
        aria-label={label}
        width={layout.width}
        height={layout.height}
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        onKeyDown={move}
      >
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M0 0L8 4L0 8z" />
          </marker>
        </defs>
        {groups.map(({ id, title, look }) => (
          <Group key={id} at={layout.nodes.get(id)} {...{ title, look }} />
        ))}
        <g aria-hidden="true">
          {links.map(({ id, look }) => (
            <path
              key={id}
              class={`link ${look}`}
              data-link={id}
              d={pathThrough(layout.links.get(id) ?? [])}
              marker-end="url(#arrow)"
            />
          ))}
        </g>
        {nodes.map((node) => (
          <Node
            key={node.id}
            node={node}
            at={layout.nodes.get(node.id)}
            isInOrder={node.id === inOrder}
            onFocus={() => (focused.value = node.id)}
          />
        ))}
      </svg>
    </div>
  );
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

type Box = { x: number; y: number; width: number; height: number } | undefined;

function Group({ at, title, look }: { at: Box; title: string; look: string }) {
  if (at === undefined) return null;
  const [left, top] = [at.x - at.width / 2, at.y - at.height / 2];
  return (
    <g class={`group ${look}`}>
      <rect x={left} y={top} width={at.width} height={at.height} rx="6" />
      <text x={left + 8} y={top + 15}>
        {title}
      </text>
    </g>
  );
}

type NodeProps = { node: ShownNode; at: Box; isInOrder: boolean; onFocus(): void };

function Node({ node, at, isInOrder, onFocus }: NodeProps) {
  if (at === undefined) return null;
  const { id, title, href, look, isOpen = false, width, height, content } = node;
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(href);
  };
  return (
    <a
      class={`node ${look}`}
      href={href}
      data-node={id}
      tabIndex={isInOrder ? 0 : -1}
      aria-current={isOpen ? 'true' : undefined}
      onFocus={onFocus}
      onClick={open}
    >
      <g transform={`translate(${at.x - width / 2} ${at.y - height / 2})`}>
        <rect width={width} height={height} rx="4" />
        {content}
        <title>{title}</title>
      </g>
    </a>
  );
}

/** A text that fits into `most` columns, of which a letter of Korean takes two; what is cut off shows as `…`. */
export function shortText(text: string, most: number): string {
  let width = 0;
  let shown = '';
  for (const letter of text) {
    width += (letter.codePointAt(0) ?? 0) > 0x10ff ? 2 : 1;
    if (width > most) return `${shown}…`;
    shown += letter;
  }
  return shown;
}
