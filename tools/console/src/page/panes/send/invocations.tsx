import type { InvocationDetail, InvocationList, InvocationSummary } from '../../../api/send.ts';
import { apiPath } from '../../data/request.ts';
import { useResource } from '../../data/use-resource.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { Command } from '../../parts/command.tsx';
import { Loaded, Notice } from '../../parts/notice.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { Detail } from '../../parts/split.tsx';
import { TextView } from '../../parts/text-view.tsx';
import { Time, timeOfDay } from '../../parts/time.tsx';
import { hrefOf } from '../../router/place.ts';
import { EventForm } from './event-form.tsx';
import { texts } from './texts.ts';

const TONES: Readonly<Record<InvocationSummary['outcome'], Tone>> = {
  running: 'info',
  succeeded: 'good',
  failed: 'bad',
  throttled: 'warn',
  stopped: 'quiet',
};

function OutcomeBadge({ outcome }: { outcome: InvocationSummary['outcome'] }) {
  return <Badge tone={TONES[outcome]}>{texts().outcomes[outcome]}</Badge>;
}

/** The past invocations, the newest first. */
export function InvocationRows({ list, openId }: { list: InvocationList; openId: string | undefined }) {
  const t = texts();
  if (list.invocations.length === 0)
    return list.kept > 0 ? (
      <Notice title={t.noMatch} />
    ) : (
      <Notice title={t.none.title}>
        <p>{t.none.text}</p>
        <Command
          text={`aws --endpoint-url ${location.origin} lambda invoke --function-name hello-world out.json`}
        />
      </Notice>
    );
  const columns: readonly Column<InvocationSummary>[] = [
    { title: t.functionName, width: 'minmax(120px, 1fr)', cell: ({ functionName }) => functionName },
    { title: t.trigger, width: '104px', cell: ({ trigger }) => trigger },
    { title: t.outcome, width: '80px', cell: ({ outcome }) => <OutcomeBadge outcome={outcome} /> },
    { title: t.time, width: '88px', cell: ({ started }) => timeOfDay(new Date(started)) },
    { title: t.took, width: '48px', isNumber: true, cell: ({ durationMs }) => durationMs?.toFixed(0) },
  ];
  return (
    <Rows
      label={t.invocations}
      rows={list.invocations}
      columns={columns}
      keyOf={({ id }) => String(id)}
      hrefOf={({ id }) => hrefOf('send', String(id))}
      selected={openId}
      toneOf={({ outcome }) => (outcome === 'failed' ? 'bad' : undefined)}
    />
  );
}

/** A past invocation, to be looked at, edited and run again. */
export function InvocationDetailView({ id }: { id: string }) {
  const t = texts();
  const resource = useResource<InvocationDetail>(apiPath(['invocations', id]), ['invocation']).value;
  const name = resource.state === 'ready' ? resource.value.functionName : id;
  return (
    <Detail title={name}>
      <Loaded of={resource}>
        {(invocation) => (
          <>
            <Facts invocation={invocation} />
            <EventForm
              event={indented(invocation.event)}
              action={t.replay}
              path={apiPath(['invocations', id, 'replay'])}
              bodyOf={(event) => (event === indented(invocation.event) ? {} : { event })}
            />
            {invocation.answer !== undefined && (
              <TextView
                label={`${t.answer} ${timeOfDay(new Date(invocation.started))}`}
                text={invocation.answer}
              />
            )}
          </>
        )}
      </Loaded>
    </Detail>
  );
}

function Facts({ invocation }: { invocation: InvocationDetail }) {
  const t = texts();
  const { outcome, started, trigger, durationMs, initMs, requestId } = invocation;
  const bare = (pane: string, ...path: string[]) => hrefOf(pane, ...path).replace(/\?.*$/, '');
  return (
    <p class="summary">
      <OutcomeBadge outcome={outcome} />
      <Time at={started} />
      {trigger}
      {durationMs !== undefined && <span>{t.lasted(durationMs)}</span>}
      {initMs !== undefined && <Badge tone="info">{t.cold(initMs)}</Badge>}
      <a href={bare('traces', requestId)}>{t.trace}</a>
      <a href={`${bare('logs')}?q=${encodeURIComponent(requestId)}`}>{t.lines}</a>
    </p>
  );
}

/** JSON over several lines; what is none as it is. */
function indented(event: string): string {
  try {
    return JSON.stringify(JSON.parse(event), undefined, 2);
  } catch {
    return event;
  }
}
