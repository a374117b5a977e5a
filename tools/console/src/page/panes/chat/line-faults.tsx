import { useSignal } from '@preact/signals';
import type { FaultState } from '../../../api/faults.ts';
import { apiPath, post, RequestError } from '../../data/request.ts';
import { useAnswers } from '../../data/use-answers.ts';
import { useResource } from '../../data/use-resource.ts';
import { Switch } from '../../parts/field.tsx';
import { hrefOf } from '../../router/place.ts';
import { texts as faultTexts } from '../faults/texts.ts';
import { texts } from './texts.ts';

/** What goes wrong with connections: a switch each, of the first fault of the kind. */
const KINDS = ['dropDisconnect', 'gone', 'reorder'] as const;

/** The faults of connections as switches; the pane of faults has their shares. */
export function LineFaults() {
  const t = texts();
  const { kinds } = faultTexts();
  const { shown, answer } = useAnswers(useResource<FaultState>(apiPath(['faults']), ['fault']).value);
  const refused = useSignal('');
  const faults = shown.state === 'ready' ? shown.value.faults : [];
  const turn = async (id: number, isOn: boolean) => {
    refused.value = '';
    try {
      answer(await post<FaultState>(apiPath(['faults', String(id), 'turn']), { isOn }));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      refused.value = error.message;
    }
  };
  return (
    <>
      {KINDS.flatMap((kind) => faults.find((fault) => fault.kind === kind) ?? []).map(
        ({ id, kind, isOn, struck }) => (
          <span key={id} class="line-fault" title={kinds[kind].does}>
            <Switch label={kinds[kind].name} isOn={isOn} onTurn={(on) => void turn(id, on)} />
            <a href={hrefOf('faults', String(id))}>{kinds[kind].name}</a>
            {struck > 0 && <span class="ago">{t.struck(struck)}</span>}
          </span>
        ),
      )}
      {refused.value !== '' && (
        <span class="error" role="alert">
          {refused.value}
        </span>
      )}
    </>
  );
}
