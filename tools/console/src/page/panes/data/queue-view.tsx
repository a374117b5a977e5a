import { useSignal } from '@preact/signals';
import type { QueueMessage, QueuePage, RedriveAnswer } from '../../../api/data.ts';
import { stack } from '../../data/live.ts';
import { apiPath, post, RequestError } from '../../data/request.ts';
import { useResource } from '../../data/use-resource.ts';
import { Badge } from '../../parts/badge.tsx';
import { Command } from '../../parts/command.tsx';
import { Loaded, Notice } from '../../parts/notice.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { Detail, Split } from '../../parts/split.tsx';
import { TextView } from '../../parts/text-view.tsx';
import { Time, timeOfDay } from '../../parts/time.tsx';
import { toast } from '../../parts/toast.tsx';
import { Toolbar } from '../../parts/toolbar.tsx';
import { hrefOf, queryValue } from '../../router/place.ts';
import { placeOf, StoreHead } from './store-head.tsx';
import { texts } from './texts.ts';

/** The messages of a queue; to look at one does not receive it. */
export function QueueView({ name, open }: { name: string; open: string | undefined }) {
  const t = texts();
  const path = apiPath(['queues', name], { text: queryValue('q') });
  const resource = useResource<QueuePage>(path, ['queues']).value;
  const page = resource.state === 'ready' ? resource.value : undefined;
  const all = page ? page.waiting + page.inFlight + page.delayed : 0;
  const list = (
    <div class="pane-list">
      <StoreHead kind="queue" name={name}>
        {page && <QueueFacts name={name} page={page} />}
      </StoreHead>
      <Toolbar hint={t.messageHint} count={{ shown: page?.messages.length ?? 0, all }} />
      <Loaded of={resource}>
        {({ messages }) =>
          messages.length > 0 ? (
            <Rows
              label={t.messagesOf(name)}
              rows={messages}
              columns={columns()}
              keyOf={({ id }) => id}
              hrefOf={({ id }) => hrefOf('data', 'queues', name, id)}
              selected={open}
            />
          ) : all > 0 ? (
            <Notice title={t.noMatch} />
          ) : (
            <Notice title={t.emptyQueue}>
              <p>{t.emptyQueueText}</p>
              <Command text={sendCommand(name)} />
            </Notice>
          )
        }
      </Loaded>
    </div>
  );
  const detail = open === undefined ? undefined : <MessageDetail key={open} queue={name} id={open} />;
  return <Split list={list} detail={detail} />;
}

function QueueFacts({ name, page }: { name: string; page: QueuePage }) {
  const t = texts();
  const isMoving = useSignal(false);
  const redrive = async () => {
    isMoving.value = true;
    try {
      const { moved, left } = await post<RedriveAnswer>(apiPath(['queues', name, 'redrive']), {});
      toast(t.redriven(moved, left));
    } catch (failure) {
      if (!(failure instanceof RequestError)) throw failure;
      toast(failure.message);
    } finally {
      isMoving.value = false;
    }
  };
  return (
    <>
      <span class="muted">{t.counts(page)}</span>
      {page.deadLetterQueue !== undefined && (
        <a href={placeOf('queues', page.deadLetterQueue)}>{t.toDeadLetters}</a>
      )}
      {page.deadLetterOf.map((source) => (
        <a key={source} href={placeOf('queues', source)}>
          {t.deadLettersOf(source)}
        </a>
      ))}
      {page.deadLetterOf.length > 0 && (
        <button disabled={isMoving.value || page.waiting === 0} onClick={redrive}>
          {t.redrive}
        </button>
      )}
    </>
  );
}

const TONES = { waiting: 'info', inFlight: 'warn', delayed: 'quiet' } as const;

function columns(): readonly Column<QueuePage['messages'][number]>[] {
  const t = texts();
  return [
    { title: t.sent, width: '92px', cell: ({ sent }) => timeOfDay(new Date(sent)) },
    {
      title: t.state,
      width: '88px',
      cell: ({ state }) => <Badge tone={TONES[state]}>{t.states[state]}</Badge>,
    },
    { title: t.received, width: '72px', isNumber: true, cell: ({ receiveCount }) => receiveCount },
    { title: t.body, width: 'minmax(100px, 1fr)', cell: ({ preview }) => <code>{preview}</code> },
  ];
}

function MessageDetail({ queue, id }: { queue: string; id: string }) {
  const t = texts();
  const path = apiPath(['queues', queue, 'messages', id]);
  const resource = useResource<QueueMessage>(path, ['queues']);
  return (
    <Detail title={id} closes={hrefOf('data', 'queues', queue)}>
      <Loaded of={resource.value}>
        {({ sent, state, visibleAt, receiveCount, bytes, body, attributes, system }) => (
          <>
            <dl class="facts">
              <dt>{t.sent}</dt>
              <dd>
                <Time at={sent} />
              </dd>
              <dt>{t.state}</dt>
              <dd>
                <Badge tone={TONES[state]}>{t.states[state]}</Badge>{' '}
                {visibleAt !== undefined && t.until(timeOfDay(new Date(visibleAt)))}
              </dd>
              <dt>{t.received}</dt>
              <dd>{receiveCount}</dd>
              <dt>{t.size}</dt>
              <dd>{t.bytes(bytes)}</dd>
            </dl>
            <TextView label={t.body} text={body} />
            <TextView label={t.messageAttributes} text={JSON.stringify(attributes)} />
            <TextView label={t.systemAttributes} text={JSON.stringify(system)} />
          </>
        )}
      </Loaded>
    </Detail>
  );
}

function sendCommand(queue: string): string {
  const url = stack.value?.url ?? '';
  return `aws sqs send-message --endpoint-url ${url} --queue-url ${url}/000000000000/${queue} --message-body '{}'`;
}
