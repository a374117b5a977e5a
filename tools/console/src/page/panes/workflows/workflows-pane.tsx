import type { ExecutionPage, ExecutionSummary, StateMachines } from '../../../api/workflows.ts';
import { apiPath } from '../../data/request.ts';
import { useResource } from '../../data/use-resource.ts';
import { Command } from '../../parts/command.tsx';
import { Loaded, Notice } from '../../parts/notice.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { Detail, Split } from '../../parts/split.tsx';
import { timeOfDay } from '../../parts/time.tsx';
import { Toolbar } from '../../parts/toolbar.tsx';
import { go, hrefOf, queryValue } from '../../router/place.ts';
import type { PaneProps } from '../pane.ts';
import { ExecutionView, StatusBadge, tookText } from './execution-view.tsx';
import { StartForm } from './start-form.tsx';
import { texts } from './texts.ts';
import { WorkflowGraph } from './workflow-graph.tsx';

/** State machines and their executions: `/workflows/MACHINE/EXECUTION/STATE`. */
export function WorkflowsPane({ path }: PaneProps) {
  const t = texts();
  const resource = useResource<StateMachines>(apiPath(['workflows'])).value;
  return (
    <Loaded of={resource}>
      {({ machines }) => {
        const machine = machines.find(({ name }) => name === path[0]) ?? machines[0];
        if (machine === undefined)
          return (
            <Notice title={t.noMachine.title}>
              <p>{t.noMachine.text}</p>
              <Command text="npm start" />
            </Notice>
          );
        const names = machines.map(({ name }) => name);
        return (
          <MachineView
            key={machine.name}
            {...{ machine, names }}
            executionName={path[1]}
            openState={path[2]}
          />
        );
      }}
    </Loaded>
  );
}

type MachineViewProps = {
  machine: StateMachines['machines'][number];
  names: readonly string[];
  executionName: string | undefined;
  openState: string | undefined;
};

function MachineView({ machine, names, executionName, openState }: MachineViewProps) {
  const t = texts();
  const { name, definition, arn } = machine;
  const path = apiPath(['workflows', name, 'executions'], { text: queryValue('q') });
  const resource = useResource<ExecutionPage>(path, ['workflow']).value;
  const { executions, kept } = resource.state === 'ready' ? resource.value : { executions: [], kept: 0 };
  const list = (
    <div class="pane-list">
      <Toolbar hint={t.hint} count={{ shown: executions.length, all: kept }}>
        <select
          aria-label={t.machine}
          value={name}
          onChange={({ currentTarget }) => go(hrefOf('workflows', currentTarget.value))}
        >
          {names.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        {executionName !== undefined && <a href={hrefOf('workflows', name)}>{t.start}</a>}
      </Toolbar>
      <Loaded of={resource}>
        {() =>
          executions.length > 0 ? (
            <Rows
              label={t.executions}
              rows={executions}
              columns={columns()}
              keyOf={(each) => each.name}
              hrefOf={(each) => hrefOf('workflows', name, each.name)}
              selected={executionName}
            />
          ) : kept > 0 ? (
            <Notice title={t.noMatch} />
          ) : (
            <Notice title={t.none.title}>
              <p>{t.none.text}</p>
              <Command
                text={`aws --endpoint-url ${location.origin} stepfunctions start-execution --state-machine-arn ${arn} --input '{}'`}
              />
            </Notice>
          )
        }
      </Loaded>
    </div>
  );
  const detail =
    executionName === undefined ? (
      <Detail title={`${t.start}: ${name}`} closes={undefined}>
        <StartForm machine={name} />
        <WorkflowGraph machine={name} definition={definition} />
      </Detail>
    ) : (
      <Detail
        key={executionName}
        title={executionName}
        closes={hrefOf('workflows', name, ...(openState === undefined ? [] : [executionName]))}
      >
        <ExecutionView machine={name} definition={definition} name={executionName} openState={openState} />
      </Detail>
    );
  return <Split list={list} detail={detail} />;
}

function columns(): readonly Column<ExecutionSummary>[] {
  const t = texts();
  return [
    { title: t.name, width: 'minmax(96px, 1fr)', cell: ({ name }) => name },
    { title: t.status, width: '80px', cell: ({ status }) => <StatusBadge status={status} /> },
    { title: t.started, width: '88px', cell: ({ started }) => timeOfDay(new Date(started)) },
    {
      title: t.took,
      width: '72px',
      isNumber: true,
      cell: ({ started, stopped }) => (stopped === undefined ? '' : tookText(stopped - started)),
    },
    { title: t.error, width: 'minmax(64px, 0.5fr)', cell: ({ error }) => error },
  ];
}
