import type { InvocationList, Sample, SampleList } from '../../../api/send.ts';
import { apiPath } from '../../data/request.ts';
import { useResource } from '../../data/use-resource.ts';
import { Loaded, Notice } from '../../parts/notice.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { Detail, Split } from '../../parts/split.tsx';
import { Toolbar } from '../../parts/toolbar.tsx';
import { hrefOf, queryValue, setQueryValue } from '../../router/place.ts';
import type { PaneProps } from '../pane.ts';
import { EventForm } from './event-form.tsx';
import { InvocationDetailView, InvocationRows } from './invocations.tsx';
import { texts } from './texts.ts';

const INVOCATIONS = 'invocations';

/** The tutorials' own events to send, and past invocations to replay: `/send/ID`. */
export function SendPane({ path: [openId] }: PaneProps) {
  const t = texts();
  const q = queryValue('q');
  const isPast = queryValue('show') === INVOCATIONS;
  const samples = useResource<SampleList>(apiPath(['send'])).value;
  const past = useResource<InvocationList>(isPast ? apiPath(['invocations'], { text: q }) : undefined, [
    'invocation',
  ]).value;
  const all = samples.state === 'ready' ? samples.value.samples : [];
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const found = all.filter(({ kind, target, event }) =>
    words.every((word) => `${t.kinds[kind]} ${target} ${event}`.toLowerCase().includes(word)),
  );
  const invocations = past.state === 'ready' ? past.value : { invocations: [], kept: 0 };
  const count = isPast
    ? { shown: invocations.invocations.length, all: invocations.kept }
    : { shown: found.length, all: all.length };
  const list = (
    <div class="pane-list">
      <Toolbar hint={t.hint} count={count}>
        <select
          aria-label={t.show}
          value={isPast ? INVOCATIONS : ''}
          onChange={({ currentTarget }) => setQueryValue('show', currentTarget.value)}
        >
          <option value="">{t.samples}</option>
          <option value={INVOCATIONS}>{t.invocations}</option>
        </select>
      </Toolbar>
      {isPast ? (
        <Loaded of={past}>{(value) => <InvocationRows list={value} openId={openId} />}</Loaded>
      ) : (
        <Loaded of={samples}>{() => <SampleRows samples={found} openId={openId} />}</Loaded>
      )}
    </div>
  );
  return <Split list={list} detail={detailOf(openId, all)} />;
}

function detailOf(openId: string | undefined, samples: readonly Sample[]) {
  const t = texts();
  const sample = samples.find(({ id }) => id === openId);
  if (openId !== undefined && /^\d+$/.test(openId)) return <InvocationDetailView key={openId} id={openId} />;
  if (sample === undefined) return undefined;
  const { id, kind, target, event } = sample;
  return (
    <Detail key={id} title={`${t.kinds[kind]}: ${target}`}>
      <p>{t.hints[kind]}</p>
      <EventForm
        event={event}
        action={t.send}
        path={apiPath(['send'])}
        bodyOf={(next) => ({ sample: id, event: next })}
      />
    </Detail>
  );
}

function SampleRows({ samples, openId }: { samples: readonly Sample[]; openId: string | undefined }) {
  const t = texts();
  if (samples.length === 0) return <Notice title={t.noMatch} />;
  const columns: readonly Column<Sample>[] = [
    { title: t.kind, width: '112px', cell: ({ kind }) => t.kinds[kind] },
    { title: t.target, width: '160px', cell: ({ target }) => target },
    {
      title: t.begin,
      width: 'minmax(160px, 1fr)',
      cell: ({ event }) => <code>{event.replace(/\s+/g, ' ').slice(0, 200)}</code>,
    },
  ];
  return (
    <Rows
      label={t.samples}
      rows={samples}
      columns={columns}
      keyOf={({ id }) => id}
      hrefOf={({ id }) => hrefOf('send', id)}
      selected={openId}
    />
  );
}
