import { useSignal } from '@preact/signals';
import { apiPath, post, RequestError } from '../../data/request.ts';
import { Field } from '../../parts/field.tsx';
import { indentJson } from '../../parts/indent-json.ts';
import { toast } from '../../parts/toast.tsx';
import { go, hrefOf } from '../../router/place.ts';
import { texts } from './texts.ts';

type ItemFormProps = {
  table: string;
  item: string;
  /** The item as it was read; absent for a new one. */
  before?: string;
  onDone?(): void;
};

/** An item as JSON, to change; what is wrong with it is said below. */
export function ItemForm({ table, item, before, onDone }: ItemFormProps) {
  const t = texts();
  const draft = useSignal(indentJson(item));
  const error = useSignal<string>();
  const save = async (event: Event) => {
    event.preventDefault();
    error.value = undefined;
    try {
      const body = { item: draft.value, ...(before !== undefined && { before }) };
      const { key } = await post<{ key: string }>(apiPath(['tables', table, 'item']), body);
      toast(t.saved);
      if (onDone) onDone();
      else go(hrefOf('data', 'tables', table, key));
    } catch (failure) {
      if (!(failure instanceof RequestError)) throw failure;
      error.value = failure.fields['item'] ?? failure.message;
    }
  };
  return (
    <form class="form wide" onSubmit={save}>
      <Field
        label={t.item}
        value={draft.value}
        onInput={(value) => (draft.value = value)}
        error={error.value}
        rows={18}
      />
      <p class="actions">
        <button class="primary">{t.save}</button>
        {onDone && (
          <button type="button" onClick={onDone}>
            {t.cancel}
          </button>
        )}
      </p>
    </form>
  );
}
