import type { Branch, State } from './state.ts';
import { targetsOf } from './targets.ts';

/** A Mermaid state diagram. https://mermaid.js.org/syntax/stateDiagram.html */
export function drawMachine(machine: Branch): string {
  return ['stateDiagram-v2', ...linesOf(machine, '').map((line) => `  ${line}`)].join('\n');
}

function linesOf({ StartAt, States }: Branch, prefix: string): string[] {
  const ids = new Map(Object.keys(States).map((name, index) => [name, `${prefix}s${index + 1}`]));
  const idOf = (name: string) => ids.get(name) ?? '[*]';
  return [
    ...Object.keys(States).map((name) => `state "${name}" as ${idOf(name)}`),
    `[*] --> ${idOf(StartAt)}`,
    ...Object.entries(States).flatMap(([name, state]) => [
      ...within(state, idOf(name)),
      ...arrowsFrom(state, idOf(name), idOf),
    ]),
  ];
}

function arrowsFrom(state: State, id: string, idOf: (name: string) => string): string[] {
  const arrows = targetsOf(state).map(({ name, label }) => arrow(id, idOf(name), label));
  const ends = state.Type === 'Succeed' || state.Type === 'Fail' || ('End' in state && state.End === true);
  return ends ? [...arrows, arrow(id, '[*]', state.Type === 'Fail' ? state.Error : '')] : arrows;
}

function arrow(from: string, to: string, label: string): string {
  return `${from} --> ${to}${label === '' ? '' : ` : ${label}`}`;
}

function within(state: State, id: string): string[] {
  const branches =
    state.Type === 'Parallel' ? state.Branches : state.Type === 'Map' ? [state.ItemProcessor] : [];
  if (branches.length === 0) return [];
  const bodies = branches.map((branch, index) => linesOf(branch, `${id}_${index + 1}`));
  return [`state ${id} {`, ...bodies.flatMap((body, index) => (index > 0 ? ['  --', ...body] : body)), '}'];
}
