import { useComputed } from '@preact/signals';
import type { LogLine } from '../../../api/logs.ts';
import { useOpened } from '../../data/use-opened.ts';
import { Badge } from '../../parts/badge.tsx';
import { Command } from '../../parts/command.tsx';
import { Notice } from '../../parts/notice.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { Detail, Split } from '../../parts/split.tsx';
import { TextView } from '../../parts/text-view.tsx';
import { Time, timeOfDay } from '../../parts/time.tsx';
import { Toolbar } from '../../parts/toolbar.tsx';
import { hrefOf, queryValue, setQueryValue } from '../../router/place.ts';
import type { PaneProps } from '../pane.ts';
import { texts } from './texts.ts';
import { useLogTail } from './use-log-tail.ts';

/** What functions log, as it comes; a line opens with all that is known of it. */
export function LogsPane({ path: [openId] }: PaneProps) {
  const t = texts();
  const filter = useComputed(() => ({
    text: queryValue('q'),
    functionName: queryValue('function'),
    requestId: queryValue('request'),
  }));
  const tail = useLogTail(filter).value;
  const lines = tail?.lines.toReversed() ?? [];
  const open = useOpened(tail?.lines, openId);
  const list = (
    <div class="pane-list">
      <Toolbar hint={t.hint} {...(tail && { count: { shown: lines.length, all: tail.kept } })}>
        <FunctionChoice names={tail?.functions ?? []} />
        {filter.value.requestId !== '' && (
          <button onClick={() => setQueryValue('request', '')}>{t.allRequests}</button>
        )}
      </Toolbar>
      {tail?.kept === 0 && (
        <Notice title={t.none.title}>
          <p>{t.none.text}</p>
          <Command text="npm run demo" />
        </Notice>
      )}
      {tail !== undefined && tail.kept > 0 && lines.length === 0 && <Notice title={t.noMatch} />}
      {lines.length > 0 && (
        <Rows
          label={t.lines}
          rows={lines}
          columns={columns()}
          keyOf={({ id }) => String(id)}
          hrefOf={({ id }) => hrefOf('logs', String(id))}
          selected={openId}
          toneOf={toneOf}
        />
      )}
    </div>
  );
  return <Split list={list} detail={open && <LineDetail key={open.id} line={open} />} />;
}

function FunctionChoice({ names }: { names: readonly string[] }) {
  const { allFunctions, oneFunction } = texts();
  const chosen = queryValue('function');
  const known = chosen === '' || names.includes(chosen) ? names : [chosen, ...names];
  return (
    <select
      aria-label={oneFunction}
      value={chosen}
      onChange={({ currentTarget }) => setQueryValue('function', currentTarget.value)}
    >
      <option value="">{allFunctions}</option>
      {known.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

function columns(): readonly Column<LogLine>[] {
  const t = texts();
  return [
    { title: t.time, width: '88px', cell: ({ time }) => timeOfDay(new Date(time)) },
    { title: t.functionName, width: '160px', cell: ({ functionName }) => functionName },
    { title: t.request, width: '72px', cell: ({ requestId = '' }) => <code>{requestId.slice(0, 8)}</code> },
    {
      title: t.line,
      width: 'minmax(240px, 1fr)',
      cell: ({ text, isPlatform }) => <code class={isPlatform ? 'platform' : undefined}>{text}</code>,
    },
  ];
}

/** Levels as the functions' logger writes them, and the words of Lambda for what ended badly. */
function toneOf({ text, isPlatform }: LogLine) {
  if (/"level":"(error|critical)"|\tERROR\t/i.test(text)) return 'bad';
  if (isPlatform && /Status: (timeout|error)|Task timed out|Runtime\./.test(text)) return 'bad';
  return /"level":"warn"|\tWARN\t/i.test(text) ? 'warn' : undefined;
}

function LineDetail({ line }: { line: LogLine }) {
  const t = texts();
  const { functionName, requestId, logGroup, logStream, time, text, isPlatform } = line;
  return (
    <Detail title={functionName}>
      <dl class="facts">
        <dt>{t.time}</dt>
        <dd>
          <Time at={time} />
        </dd>
        <dt>{t.stream}</dt>
        <dd>
          <code>
            {logGroup} {logStream}
          </code>
        </dd>
        {requestId !== undefined && (
          <>
            <dt>{t.request}</dt>
            <dd>
              <code>{requestId}</code>{' '}
              <button onClick={() => setQueryValue('request', requestId)}>{t.ofRequest}</button>
            </dd>
          </>
        )}
      </dl>
      {isPlatform && (
        <p>
          <Badge tone="info">{t.platform}</Badge>
        </p>
      )}
      <TextView label={t.text} text={text} />
    </Detail>
  );
}
