import { useSignal } from '@preact/signals';
import type { FaultState, FaultStrike, FaultSwitch } from '../../../api/faults.ts';
import { apiPath, post, RequestError } from '../../data/request.ts';
import { useAnswers } from '../../data/use-answers.ts';
import { useResource } from '../../data/use-resource.ts';
import { Switch } from '../../parts/field.tsx';
import { Loaded, Notice } from '../../parts/notice.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { Detail, Split } from '../../parts/split.tsx';
import { timeOfDay } from '../../parts/time.tsx';
import { Toolbar } from '../../parts/toolbar.tsx';
import { hrefOf, queryValue } from '../../router/place.ts';
import type { PaneProps } from '../pane.ts';
import { ClockStrip } from './clock-strip.tsx';
import { FaultForm } from './fault-form.tsx';
import { texts } from './texts.ts';

/** In place of the id of a fault: the form for a new one. */
const NEW = 'new';
const NOTHING: FaultState = { revision: 0, faults: [], strikes: [] };

/** The faults of the stack as switches, what struck lately, and the clock. */
export function FaultsPane({ path: [openId] }: PaneProps) {
  const t = texts();
  const { shown, answer } = useAnswers(useResource<FaultState>(apiPath(['faults']), ['fault']).value);
  const refused = useSignal('');
  const { faults, strikes } = shown.state === 'ready' ? shown.value : NOTHING;
  const matches = matcherOf(queryValue('q'));
  const listed = faults.filter((fault) => matches([t.kinds[fault.kind].name, ...wordsOf(fault)]));
  const struck = strikes.filter((strike) => matches([t.kinds[strike.kind].name, ...wordsOf(strike)]));
  const open = faults.find(({ id }) => String(id) === openId);
  const turn = async ({ id }: FaultSwitch, isOn: boolean) => {
    refused.value = '';
    try {
      answer(await post<FaultState>(apiPath(['faults', String(id), 'turn']), { isOn }));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      refused.value = error.message;
    }
  };
  const list = (
    <div class="pane-list">
      <ClockStrip />
      <Toolbar hint={t.hint} count={{ shown: listed.length, all: faults.length }}>
        <a href={hrefOf('faults', NEW)}>{t.add}</a>
      </Toolbar>
      {refused.value !== '' && (
        <p class="refused" role="alert">
          {t.notTurned}: {refused.value}
        </p>
      )}
      <Loaded of={shown}>
        {() => (
          <div class="faults">
            {listed.length > 0 ? (
              <Rows
                label={t.faults}
                rows={listed}
                columns={faultColumns(strikes, turn)}
                keyOf={({ id }) => String(id)}
                hrefOf={({ id }) => hrefOf('faults', String(id))}
                selected={openId}
              />
            ) : (
              <Notice title={t.noMatch} />
            )}
            <section aria-labelledby="strikes">
              <h2 id="strikes">{t.strikes}</h2>
              {struck.length > 0 ? (
                <Rows
                  label={t.strikes}
                  rows={struck}
                  columns={strikeColumns()}
                  keyOf={({ id }) => String(id)}
                  hrefOf={({ faultId }) => hrefOf('faults', String(faultId))}
                />
              ) : (
                <p class="loading">{strikes.length > 0 ? t.noMatch : t.noStrikes}</p>
              )}
            </section>
          </div>
        )}
      </Loaded>
    </div>
  );
  const detail =
    openId === NEW ? (
      <Detail key={NEW} title={t.add}>
        <FaultForm onAnswer={answer} />
      </Detail>
    ) : (
      open && (
        <Detail key={open.id} title={`${t.kinds[open.kind].name}: ${open.operation}`}>
          <FaultForm fault={open} onAnswer={answer} />
        </Detail>
      )
    );
  return <Split list={list} detail={detail} />;
}

type Called = Pick<FaultStrike, 'kind' | 'service' | 'operation'> & { caller?: string | undefined };

function wordsOf({ kind, service, operation, caller = '' }: Called): string[] {
  return [kind, service, operation, caller];
}

function matcherOf(filter: string): (texts: readonly string[]) => boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return (found) => words.every((word) => found.join(' ').toLowerCase().includes(word));
}

function faultColumns(
  strikes: readonly FaultStrike[],
  turn: (fault: FaultSwitch, isOn: boolean) => Promise<void>,
): readonly Column<FaultSwitch>[] {
  const t = texts();
  const last = new Map(strikes.toReversed().map(({ faultId, time }) => [faultId, time]));
  return [
    { title: t.kind, width: '152px', cell: ({ kind }) => t.kinds[kind].name },
    {
      title: t.on,
      width: '40px',
      cell: (fault) => (
        <Switch
          label={`${t.kinds[fault.kind].name}: ${fault.operation}`}
          isOn={fault.isOn}
          onTurn={(isOn) => void turn(fault, isOn)}
        />
      ),
    },
    {
      title: t.target,
      width: 'minmax(200px, 1fr)',
      cell: ({ service, operation, caller }) => (
        <>
          <code>
            {service}:{operation}
          </code>
          {caller !== undefined && <span class="ago"> {t.of(caller)}</span>}
        </>
      ),
    },
    { title: t.rate, width: '56px', isNumber: true, cell: ({ rate }) => percent(rate) },
    { title: t.more, width: '120px', cell: (fault) => t.limits(fault) },
    { title: t.struck, width: '56px', isNumber: true, cell: ({ struck }) => struck },
    {
      title: t.last,
      width: '88px',
      cell: ({ id }) => {
        const time = last.get(id);
        return time === undefined ? '' : timeOfDay(new Date(time));
      },
    },
  ];
}

/** `0.1` as `10 %`, and small shares with the digits that they have. */
function percent(rate: number): string {
  return `${Number((rate * 100).toPrecision(3))} %`;
}

function strikeColumns(): readonly Column<FaultStrike>[] {
  const t = texts();
  return [
    { title: t.time, width: '88px', cell: ({ time }) => timeOfDay(new Date(time)) },
    { title: t.kind, width: '152px', cell: ({ kind }) => t.kinds[kind].name },
    {
      title: t.target,
      width: 'minmax(200px, 1fr)',
      cell: ({ service, operation }) => (
        <code>
          {service}:{operation}
        </code>
      ),
    },
    { title: t.caller, width: '168px', cell: ({ caller }) => caller },
  ];
}
