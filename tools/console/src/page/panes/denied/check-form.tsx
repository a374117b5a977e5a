import { useSignal } from '@preact/signals';
import type { PermissionAnswer } from '../../../api/denied.ts';
import { apiPath, post, RequestError } from '../../data/request.ts';
import { Badge } from '../../parts/badge.tsx';
import { Field } from '../../parts/field.tsx';
import { texts } from './texts.ts';
import { VerdictView } from './verdict-view.tsx';

const FIELDS = ['functionName', 'action', 'resource'] as const;
type FieldName = (typeof FIELDS)[number];

/** Asks whether the role of a function allows something. */
export function CheckForm() {
  const t = texts();
  const question = useSignal<Record<FieldName, string>>({ functionName: '', action: '', resource: '' });
  const answer = useSignal<PermissionAnswer>();
  const error = useSignal<RequestError>();
  const ask = async (event: Event) => {
    event.preventDefault();
    error.value = undefined;
    answer.value = undefined;
    try {
      answer.value = await post<PermissionAnswer>(apiPath(['denied', 'check']), question.value);
    } catch (failure) {
      if (!(failure instanceof RequestError)) throw failure;
      error.value = failure;
    }
  };
  return (
    <>
      <form class="form" onSubmit={ask}>
        {FIELDS.map((name) => (
          <Field
            key={name}
            label={t[name]}
            value={question.value[name]}
            onInput={(value) => (question.value = { ...question.value, [name]: value })}
            error={error.value?.fields[name]}
          />
        ))}
        <button class="primary">{t.check}</button>
      </form>
      <div role="status">
        {error.value && Object.keys(error.value.fields).length === 0 && <p>{error.value.message}</p>}
        {answer.value?.allowed === true && <Badge tone="good">{t.allowed}</Badge>}
        {answer.value?.allowed === false && <VerdictView verdict={answer.value} />}
      </div>
    </>
  );
}
