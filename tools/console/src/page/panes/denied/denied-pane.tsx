import type { DeniedCall, DeniedCalls } from '../../../api/denied.ts';
import { apiPath } from '../../data/request.ts';
import { useOpened } from '../../data/use-opened.ts';
import { useResource } from '../../data/use-resource.ts';
import { Loaded, Notice } from '../../parts/notice.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { Detail, Split } from '../../parts/split.tsx';
import { Time, timeOfDay } from '../../parts/time.tsx';
import { Toolbar } from '../../parts/toolbar.tsx';
import { hrefOf, queryValue } from '../../router/place.ts';
import type { PaneProps } from '../pane.ts';
import { CheckForm } from './check-form.tsx';
import { GrantedView } from './granted-view.tsx';
import { texts } from './texts.ts';
import { VerdictView } from './verdict-view.tsx';

/** In place of the id of a call: the form that asks, and what every function may do and did. */
const ASK = 'ask';
const GRANTED = 'granted';

/** Calls that IAM denied: who asked for what, and the statement that is missing. */
export function DeniedPane({ path: [openId] }: PaneProps) {
  const t = texts();
  const resource = useResource<DeniedCalls>(apiPath(['denied'], { text: queryValue('q') }), ['denied']).value;
  const { calls, kept } = resource.state === 'ready' ? resource.value : { calls: [], kept: 0 };
  const open = useOpened(resource.state === 'ready' ? calls : undefined, openId);
  const list = (
    <div class="pane-list">
      <Toolbar hint={t.hint} count={{ shown: calls.length, all: kept }}>
        <a href={hrefOf('denied', ASK)}>{t.ask}</a>
        <a href={hrefOf('denied', GRANTED)}>{t.granted}</a>
      </Toolbar>
      <Loaded of={resource}>
        {() =>
          calls.length > 0 ? (
            <Rows
              label={t.calls}
              rows={calls}
              columns={columns()}
              keyOf={({ id }) => String(id)}
              hrefOf={({ id }) => hrefOf('denied', String(id))}
              selected={openId}
            />
          ) : (
            <NoCalls isFiltered={kept > 0} />
          )
        }
      </Loaded>
    </div>
  );
  const detail = { [ASK]: <Ask />, [GRANTED]: <Granted /> }[openId ?? ''];
  return <Split list={list} detail={detail ?? (open && <CallDetail key={open.id} call={open} />)} />;
}

function Ask() {
  return (
    <Detail title={texts().ask}>
      <CheckForm />
    </Detail>
  );
}

function Granted() {
  return (
    <Detail title={texts().granted}>
      <GrantedView />
    </Detail>
  );
}

function columns(): readonly Column<DeniedCall>[] {
  const t = texts();
  return [
    { title: t.time, width: '88px', cell: ({ time }) => timeOfDay(new Date(time)) },
    { title: t.functionName, width: '168px', cell: ({ functionName }) => functionName },
    { title: t.action, width: '184px', cell: ({ action }) => <code>{action}</code> },
    { title: t.resource, width: 'minmax(240px, 1fr)', cell: ({ resource }) => <code>{resource}</code> },
  ];
}

function NoCalls({ isFiltered }: { isFiltered: boolean }) {
  const t = texts();
  if (isFiltered) return <Notice title={t.noMatch} />;
  return (
    <Notice title={t.none.title}>
      <p>{t.none.text}</p>
      <p>
        <a href={hrefOf('denied', ASK)}>{t.ask}</a>
      </p>
    </Notice>
  );
}

function CallDetail({ call }: { call: DeniedCall }) {
  const t = texts();
  const { action, resource, functionName, roleName, time } = call;
  return (
    <Detail title={`${functionName}: ${action}`}>
      <dl class="facts">
        <dt>{t.time}</dt>
        <dd>
          <Time at={time} />
        </dd>
        <dt>{t.functionName}</dt>
        <dd>{functionName}</dd>
        <dt>{t.role}</dt>
        <dd>
          <code>{roleName}</code>
        </dd>
        <dt>{t.action}</dt>
        <dd>
          <code>{action}</code>
        </dd>
        <dt>{t.resource}</dt>
        <dd>
          <code>{resource}</code>
        </dd>
      </dl>
      <VerdictView verdict={call} />
      <GrantedView functionName={functionName} />
    </Detail>
  );
}
