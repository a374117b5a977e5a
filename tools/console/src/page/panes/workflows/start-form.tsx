import { useSignal } from '@preact/signals';
import type { StartedExecution } from '../../../api/workflows.ts';
import { apiPath, post, RequestError } from '../../data/request.ts';
import { Field } from '../../parts/field.tsx';
import { go, hrefOf } from '../../router/place.ts';
import { texts } from './texts.ts';

/** Inputs that the tutorials start their machines with. */
const INPUTS: Readonly<Record<string, object>> = {
  Training: { TrainingType: '공격수', Player: '흥민' },
  Crawl: { crawlId: 'page-1', url: 'https://example.com/' },
};

/** Starts an execution of a state machine, and goes to it. */
export function StartForm({ machine, input }: { machine: string; input?: string }) {
  const t = texts();
  const given = useSignal({ name: '', input: input ?? JSON.stringify(INPUTS[machine] ?? {}, undefined, 2) });
  const error = useSignal<RequestError>();
  const start = async (event: Event) => {
    event.preventDefault();
    error.value = undefined;
    try {
      const path = apiPath(['workflows', machine, 'executions']);
      const { name } = await post<StartedExecution>(path, given.value);
      go(hrefOf('workflows', machine, name));
    } catch (failure) {
      if (!(failure instanceof RequestError)) throw failure;
      error.value = failure;
    }
  };
  const fields = error.value?.fields ?? {};
  return (
    <form class="form" onSubmit={start}>
      <Field
        label={t.nameField}
        value={given.value.name}
        onInput={(name) => (given.value = { ...given.value, name })}
        error={fields['name']}
      />
      <Field
        label={t.input}
        rows={6}
        value={given.value.input}
        onInput={(next) => (given.value = { ...given.value, input: next })}
        error={fields['input']}
      />
      <button class="primary">{t.run}</button>
      <div role="status">
        {error.value && Object.keys(fields).length === 0 && <p>{error.value.message}</p>}
      </div>
    </form>
  );
}
