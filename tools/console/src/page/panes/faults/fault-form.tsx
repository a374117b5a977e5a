import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { FaultState, FaultSwitch, FaultTargets } from '../../../api/faults.ts';
import { apiPath, post, RequestError } from '../../data/request.ts';
import { useResource } from '../../data/use-resource.ts';
import { Field } from '../../parts/field.tsx';
import { toast } from '../../parts/toast.tsx';
import { go, hrefOf } from '../../router/place.ts';
import {
  type FaultFields,
  fieldsOf,
  FIXED_TARGETS,
  type Kind,
  KINDS,
  namesFor,
  sentOf,
} from './fault-fields.ts';
import { texts } from './texts.ts';

type FaultFormProps = {
  /** The fault to change; absent: a new one. */
  fault?: FaultSwitch;
  onAnswer(state: FaultState): void;
};

/** A fault as a plan has it; what is wrong with a field stands below it. */
export function FaultForm({ fault, onAnswer }: FaultFormProps) {
  const t = texts();
  const targets = useResource<FaultTargets>(apiPath(['faults', 'targets'])).value;
  const fields = useSignal<FaultFields>(fieldsOf(fault));
  const error = useSignal<RequestError>();
  const send = async (path: readonly string[], body: object, done: string) => {
    error.value = undefined;
    try {
      onAnswer(await post<FaultState>(apiPath(path), body));
      toast(done);
      return true;
    } catch (failure) {
      if (!(failure instanceof RequestError)) throw failure;
      error.value = failure;
      return false;
    }
  };
  const save = async (event: Event) => {
    event.preventDefault();
    const path = fault === undefined ? ['faults'] : ['faults', String(fault.id)];
    const isDone = await send(path, sentOf(fields.value), fault === undefined ? t.added : t.saved);
    if (isDone && fault === undefined) go(hrefOf('faults'));
  };
  const remove = async () => {
    if (fault && (await send(['faults', String(fault.id), 'remove'], {}, t.removed))) go(hrefOf('faults'));
  };
  const { kind, service } = fields.value;
  const known = targets.state === 'ready' ? targets.value : { services: [], callers: [] };
  const choices: Readonly<Record<string, readonly string[]>> = {
    service: known.services.map(({ name }) => name),
    operation: known.services.find(({ name }) => name === service)?.operations ?? [],
    caller: known.callers,
  };
  const fixed = FIXED_TARGETS[kind];
  return (
    <form class="form" onSubmit={save}>
      <KindChoice
        kind={kind}
        onChoose={(chosen) => (fields.value = { ...fields.value, kind: chosen, ...FIXED_TARGETS[chosen] })}
      />
      <p>{t.kinds[kind].does}</p>
      {namesFor(kind).map((name) => (
        <Field
          key={name}
          label={t.fields[name]}
          value={fields.value[name]}
          onInput={(value) => (fields.value = { ...fields.value, [name]: value })}
          error={error.value?.fields[name]}
          disabled={fixed !== undefined && (name === 'service' || name === 'operation')}
          {...(choices[name] && { choices: choices[name] })}
        />
      ))}
      {error.value && namesFor(kind).every((name) => error.value?.fields[name] === undefined) && (
        <p class="error" role="alert">
          {error.value.message}
        </p>
      )}
      <div class="buttons">
        <button class="primary">{fault === undefined ? t.addOn : t.save}</button>
        {fault && (
          <button type="button" onClick={() => void remove()}>
            {t.remove}
          </button>
        )}
      </div>
    </form>
  );
}

function KindChoice({ kind, onChoose }: { kind: Kind; onChoose(kind: Kind): void }) {
  const t = texts();
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{t.kind}</label>
      <select
        id={id}
        value={kind}
        onChange={({ currentTarget }) => onChoose(currentTarget.value as Kind)} // One of the options.
      >
        {KINDS.map((each) => (
          <option key={each} value={each}>
            {t.kinds[each].name}
          </option>
        ))}
      </select>
    </div>
  );
}
