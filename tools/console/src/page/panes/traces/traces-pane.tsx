import { useComputed } from '@preact/signals';
import type { TraceSummary } from '../../../api/traces.ts';
import { now } from '../../data/live.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { Command } from '../../parts/command.tsx';
import { Notice } from '../../parts/notice.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { Split } from '../../parts/split.tsx';
import { duration, Time } from '../../parts/time.tsx';
import { Toolbar } from '../../parts/toolbar.tsx';
import { hrefOf, queryValue, setQueryValue } from '../../router/place.ts';
import type { PaneProps } from '../pane.ts';
import { texts } from './texts.ts';
import { TraceView } from './trace-view.tsx';
import { useTraceList } from './use-trace-list.ts';

/** What came of each message, request and event that entered the stack; a trace opens as a waterfall. */
export function TracesPane({ path: [openId, span] }: PaneProps) {
  const t = texts();
  const filter = useComputed(() => ({ text: queryValue('q'), status: queryValue('status') }));
  const { traces, readMore } = useTraceList(filter);
  const shown = traces.value;
  const isFiltered = filter.value.text !== '' || filter.value.status !== '';
  const list = (
    <div class="pane-list">
      <Toolbar hint={t.hint} {...(shown && { count: { shown: shown.length, all: shown.length } })}>
        <StatusChoice />
      </Toolbar>
      {shown?.length === 0 && (isFiltered ? <Notice title={t.noMatch} /> : <NoTraces />)}
      {shown !== undefined && shown.length > 0 && (
        <Rows
          label={t.traces}
          rows={shown}
          columns={columns()}
          keyOf={({ id }) => id}
          hrefOf={({ id }) => hrefOf('traces', id)}
          selected={openId}
          toneOf={({ status }) => ROW_TONES[status]}
          onNearEnd={readMore}
        />
      )}
    </div>
  );
  return <Split list={list} detail={openId && <TraceView key={openId} id={openId} openSpan={span} />} />;
}

const STATUSES = ['running', 'ok', 'retried', 'failed', 'dead'] as const;
const ROW_TONES: Readonly<Partial<Record<TraceSummary['status'], Tone>>> = {
  retried: 'warn',
  failed: 'bad',
  dead: 'bad',
};

function StatusChoice() {
  const t = texts();
  return (
    <select
      aria-label={t.status}
      value={queryValue('status')}
      onChange={({ currentTarget }) => setQueryValue('status', currentTarget.value)}
    >
      <option value="">{t.anyStatus}</option>
      {STATUSES.map((status) => (
        <option key={status} value={status}>
          {t.statuses[status]}
        </option>
      ))}
    </select>
  );
}

function NoTraces() {
  const { none } = texts();
  return (
    <Notice title={none.title}>
      <p>{none.text}</p>
      <Command text="npm run demo" />
    </Notice>
  );
}

const FLAG_TONES: Readonly<Record<TraceSummary['flags'][number], Tone>> = {
  ...{ cold: 'info', denied: 'bad', fault: 'warn' },
  ...{ retry: 'warn', deadLetter: 'bad', redrive: 'info' },
};

function columns(): readonly Column<TraceSummary>[] {
  const t = texts();
  return [
    { title: t.started, width: '168px', cell: ({ started }) => <Time at={started} /> },
    { title: t.entry, width: '72px', cell: ({ entry }) => entry },
    { title: t.name, width: 'minmax(160px, 1fr)', cell: ({ name }) => name },
    {
      title: t.met,
      width: 'minmax(72px, 0.6fr)',
      cell: ({ flags }) =>
        flags.map((flag) => (
          <Badge key={flag} tone={FLAG_TONES[flag]}>
            {t.flags[flag]}
          </Badge>
        )),
    },
    { title: t.spans, width: '48px', isNumber: true, cell: ({ spans }) => spans },
    {
      title: t.took,
      width: '72px',
      isNumber: true,
      cell: ({ started, ended, status }) =>
        status === 'running' ? (
          <span class="ago">{duration(Math.max(0, now.value - started))}</span>
        ) : (
          duration((ended ?? started) - started)
        ),
    },
  ];
}
