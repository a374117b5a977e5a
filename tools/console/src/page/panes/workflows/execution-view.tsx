import type { ExecutionDetail, StateRun } from '../../../api/workflows.ts';
import { apiPath, post } from '../../data/request.ts';
import { useResource } from '../../data/use-resource.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { Loaded } from '../../parts/notice.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { TextView } from '../../parts/text-view.tsx';
import { Time, timeOfDay } from '../../parts/time.tsx';
import { hrefOf } from '../../router/place.ts';
import { texts } from './texts.ts';
import { WorkflowGraph } from './workflow-graph.tsx';

const TONES: Readonly<Record<ExecutionDetail['status'], Tone>> = {
  RUNNING: 'info',
  SUCCEEDED: 'good',
  FAILED: 'bad',
  TIMED_OUT: 'bad',
  ABORTED: 'quiet',
};
const RUN_TONES: Readonly<Record<StateRun['status'], Tone>> = {
  waiting: 'info',
  running: 'info',
  succeeded: 'good',
  failed: 'bad',
  caught: 'warn',
  stopped: 'quiet',
};

export function StatusBadge({ status }: { status: ExecutionDetail['status'] }) {
  return <Badge tone={TONES[status]}>{texts().statuses[status]}</Badge>;
}

type ExecutionViewProps = {
  machine: string;
  definition: string;
  name: string;
  openState: string | undefined;
};

/** An execution: its graph, what became of each state, and its history. */
export function ExecutionView({ machine, definition, name, openState }: ExecutionViewProps) {
  const path = apiPath(['workflows', machine, 'executions', name]);
  const resource = useResource<ExecutionDetail>(path, ['workflow']).value;
  return (
    <Loaded of={resource}>
      {(execution) => {
        const run = execution.states.find(({ state }) => state === openState);
        return (
          <>
            <Summary execution={execution} stop={() => void post(`${path}/stop`, {})} />
            <WorkflowGraph {...{ machine, definition, execution, openState }} />
            {run && <StateDetail run={run} />}
            <TextView label={texts().input} text={execution.input} />
            {execution.output !== undefined && <TextView label={texts().output} text={execution.output} />}
            <History machine={machine} execution={execution} />
          </>
        );
      }}
    </Loaded>
  );
}

function Summary({ execution, stop }: { execution: ExecutionDetail; stop(): void }) {
  const t = texts();
  const { status, started, error, cause } = execution;
  return (
    <>
      <p class="summary">
        <StatusBadge status={status} /> <Time at={started} />
        {status === 'RUNNING' && <button onClick={stop}>{t.stop}</button>}
      </p>
      {error !== undefined && (
        <dl class="facts">
          <dt>{t.error}</dt>
          <dd>
            <code>{error}</code>
          </dd>
        </dl>
      )}
      {cause !== undefined && <TextView label={t.cause} text={cause} />}
    </>
  );
}

function StateDetail({ run }: { run: StateRun }) {
  const t = texts();
  const { state, status, attempts, visits, entered, exited, input, output, error, cause } = run;
  return (
    <section class="opened-state" aria-label={state}>
      <h3>
        {t.state}: {state} <Badge tone={RUN_TONES[status]}>{t.runs[status]}</Badge>
      </h3>
      <dl class="facts">
        <dt>{t.started}</dt>
        <dd>
          <Time at={entered} /> {exited !== undefined && tookText(exited - entered)}
        </dd>
        <dt>{t.visits}</dt>
        <dd>{t.times(visits)}</dd>
        {attempts > 0 && (
          <>
            <dt>{t.attempts}</dt>
            <dd>{attempts}</dd>
          </>
        )}
        {error !== undefined && (
          <>
            <dt>{t.error}</dt>
            <dd>
              <code>{error}</code>
            </dd>
          </>
        )}
      </dl>
      {cause !== undefined && <TextView label={`${t.cause}: ${state}`} text={cause} />}
      {input !== undefined && <TextView label={`${t.input}: ${state}`} text={input} />}
      {output !== undefined && <TextView label={`${t.output}: ${state}`} text={output} />}
    </section>
  );
}

/** Milliseconds to a text. */
export function tookText(ms: number): string {
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

function History({ machine, execution }: { machine: string; execution: ExecutionDetail }) {
  const t = texts();
  type Event = ExecutionDetail['events'][number];
  const columns: readonly Column<Event>[] = [
    { title: '#', width: '40px', isNumber: true, cell: ({ id }) => id },
    { title: t.time, width: '88px', cell: ({ time }) => timeOfDay(new Date(time)) },
    { title: t.event, width: '192px', cell: ({ type }) => type },
    {
      title: t.state,
      width: '160px',
      cell: ({ state }) => state && <a href={hrefOf('workflows', machine, execution.name, state)}>{state}</a>,
    },
    { title: t.details, width: 'minmax(200px, 1fr)', cell: ({ details }) => <code>{details}</code> },
  ];
  return (
    <section class="history">
      <h3>{t.history}</h3>
      <Rows label={t.history} rows={execution.events} columns={columns} keyOf={({ id }) => String(id)} />
    </section>
  );
}
