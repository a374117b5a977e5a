import type { TraceDetail, TraceSpan, TraceSummary } from '../../../api/traces.ts';
import { now } from '../../data/live.ts';
import { apiPath } from '../../data/request.ts';
import { useResource } from '../../data/use-resource.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Loaded } from '../../parts/notice.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { Detail } from '../../parts/split.tsx';
import { duration, Time } from '../../parts/time.tsx';
import { hrefOf } from '../../router/place.ts';
import { type SpanRow, spanRows } from './span-rows.ts';
import { SpanView } from './span-view.tsx';
import { texts } from './texts.ts';

type TraceViewProps = { id: string; openSpan: string | undefined };

/** One trace as a waterfall, and below it what went in and out of the span that is open. */
export function TraceView({ id, openSpan }: TraceViewProps) {
  const resource = useResource<TraceDetail>(apiPath(['traces', id]), ['trace']).value;
  const title = resource.state === 'ready' ? resource.value.name : id;
  return (
    <Detail title={title}>
      <Loaded of={resource}>{(trace) => <Waterfall {...{ id, trace, openSpan }} />}</Loaded>
    </Detail>
  );
}

function Waterfall({ id, trace, openSpan }: TraceViewProps & { trace: TraceDetail }) {
  const t = texts();
  const rows = spanRows(trace, trace.status === 'running' ? now.value : 0);
  const open = trace.tree.find((span) => String(span.id) === openSpan);
  return (
    <>
      <p class="trace-line">
        <Badge tone={STATUS_TONES[trace.status]}>{t.statuses[trace.status]}</Badge>
        <Time at={trace.started} />
        <code>{trace.id}</code> <CopyButton text={trace.id} />
      </p>
      <div class="waterfall" style={{ '--rows': Math.min(rows.length, 14) }}>
        <Rows
          label={t.waterfall}
          rows={rows}
          columns={columns()}
          keyOf={({ span }) => String(span.id)}
          hrefOf={({ span }) => hrefOf('traces', id, String(span.id))}
          selected={openSpan}
          toneOf={({ span }) => (STATUS_TONES[span.status] === 'bad' ? 'bad' : undefined)}
        />
      </div>
      {open ? <SpanView key={open.id} span={open} /> : <p class="ago">{t.choose}</p>}
    </>
  );
}

const STATUS_TONES: Readonly<Record<TraceSummary['status'] | TraceSpan['status'], Tone>> = {
  ...{ running: 'info', ok: 'good', retried: 'warn', failed: 'bad', dead: 'bad' },
  ...{ denied: 'bad', throttled: 'bad', stopped: 'bad' },
};

function columns(): readonly Column<SpanRow>[] {
  const t = texts();
  return [
    {
      title: t.work,
      width: 'minmax(240px, 2fr)',
      cell: ({ span, depth }) => (
        <span style={{ paddingLeft: `${Math.min(depth, 12) * 12}px` }}>
          <span class={`kind ${span.kind}`}>{span.name}</span> <Met span={span} />
        </span>
      ),
    },
    { title: t.after, width: '72px', isNumber: true, cell: ({ after }) => `+${duration(after)}` },
    { title: t.timeline, width: 'minmax(88px, 1fr)', cell: Bar },
    { title: t.took, width: '72px', isNumber: true, cell: ({ took }) => duration(took) },
  ];
}

function Bar({ span, left, width, took }: SpanRow) {
  const tone = STATUS_TONES[span.status] === 'bad' ? 'bad' : span.kind;
  const cold = took > 0 ? Math.min(100, ((span.coldMs ?? 0) / took) * 100) : 0;
  return (
    <span class="track" aria-hidden="true">
      <span class={`bar ${tone}`} style={{ left: `${left}%`, width: `${width}%` }}>
        {cold > 0 && <span class="cold" style={{ width: `${cold}%` }} />}
      </span>
    </span>
  );
}

/** What a span met with, in words. */
function Met({ span }: { span: TraceSpan }) {
  const t = texts();
  const { attempt = 1, siblings = 1, coldMs, fault, failedItems = [], status, kind } = span;
  return (
    <>
      {STATUS_TONES[status] === 'bad' && <Badge tone="bad">{t.statuses[status]}</Badge>}
      {kind === 'deadLetter' && <Badge tone="bad">{t.flags.deadLetter}</Badge>}
      {attempt > 1 && <Badge tone="warn">{t.retry(attempt)}</Badge>}
      {failedItems.length > 0 && <Badge tone="warn">{t.failedItems(failedItems.length)}</Badge>}
      {fault !== undefined && <Badge tone="warn">{t.fault(fault)}</Badge>}
      {coldMs !== undefined && <Badge tone="info">{t.cold(duration(coldMs))}</Badge>}
      {siblings > 1 && <Badge tone="quiet">{t.batch(siblings)}</Badge>}
    </>
  );
}
