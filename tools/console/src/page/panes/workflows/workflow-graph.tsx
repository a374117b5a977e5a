import { useMemo } from 'preact/hooks';
import type { ExecutionDetail, StateRun } from '../../../api/workflows.ts';
import { GraphView, shortText, type ShownNode } from '../../parts/graph/graph-view.tsx';
import { hrefOf } from '../../router/place.ts';
import { machineGraph } from './machine-graph.ts';
import { texts } from './texts.ts';

const NODE = { width: 176, height: 40 };

type WorkflowGraphProps = {
  machine: string;
  definition: string;
  execution?: ExecutionDetail | undefined;
  openState?: string | undefined;
};

/** A state machine as it is defined, and coloured as an execution went through it. */
export function WorkflowGraph({ machine, definition, execution, openState }: WorkflowGraphProps) {
  const graph = useMemo(() => machineGraph(definition), [definition]);
  const runs = new Map(execution?.states.map((run) => [run.state, run]));
  const gone = new Set(execution?.transitions);
  const path = execution === undefined ? [machine] : [machine, execution.name];
  return (
    <GraphView
      label={texts().graph}
      direction="TB"
      groups={graph.groups.map((group) => ({ ...group, look: '' }))}
      nodes={graph.states.map(({ name, type, group, isFirst }): ShownNode => {
        const run = runs.get(name);
        return {
          ...{ id: name, group, ...NODE, isOpen: name === openState },
          title: run === undefined ? name : `${name}: ${texts().runs[run.status]}`,
          href: execution === undefined ? hrefOf('workflows', machine) : hrefOf('workflows', ...path, name),
          look: `state ${run?.status ?? (execution === undefined ? '' : 'unreached')} ${isFirst ? 'first' : ''}`,
          content: <StateContent {...{ name, type, run }} />,
        };
      })}
      links={graph.links.map((link) => ({
        ...link,
        look: `${link.look} ${gone.has(link.id) ? 'passed' : ''}`,
      }))}
    />
  );
}

type StateContentProps = { name: string; type: string; run: StateRun | undefined };

function StateContent({ name, type, run }: StateContentProps) {
  const t = texts();
  const times = run !== undefined && run.visits > 1 ? ` ×${run.visits}` : '';
  return (
    <>
      <text class="kind" x="10" y="15">
        {type}
      </text>
      <text x="10" y="31">
        {shortText(name, 23)}
      </text>
      {run && (
        <text class="mark" x={NODE.width - 10} y="15" text-anchor="end">
          {t.runs[run.status] + times}
        </text>
      )}
    </>
  );
}
