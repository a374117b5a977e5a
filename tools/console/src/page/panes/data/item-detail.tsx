import { useSignal } from '@preact/signals';
import type { TableItem } from '../../../api/data.ts';
import { apiPath, post, RequestError } from '../../data/request.ts';
import { useResource } from '../../data/use-resource.ts';
import { Loaded } from '../../parts/notice.tsx';
import { Detail } from '../../parts/split.tsx';
import { TextView } from '../../parts/text-view.tsx';
import { toast } from '../../parts/toast.tsx';
import { go } from '../../router/place.ts';
import { ItemForm } from './item-form.tsx';
import { texts } from './texts.ts';

type ItemDetailProps = { table: string; itemKey: string; closes: string };

/** An item with the types of its values; it is changed and deleted only as it was read. */
export function ItemDetail({ table, itemKey, closes }: ItemDetailProps) {
  /** The item as it was when it was begun to change it. */
  const editing = useSignal<string>();
  /** Whatever was changed, it is read anew. */
  const edition = useSignal(0);
  const done = () => {
    editing.value = undefined;
    edition.value += 1;
  };
  return (
    <Detail title={itemKey} closes={closes}>
      {editing.value === undefined ? (
        <ItemAsItIs
          key={edition.value}
          {...{ table, itemKey, closes }}
          onEdit={(item) => (editing.value = item)}
        />
      ) : (
        <ItemForm table={table} item={editing.value} before={editing.value} onDone={done} />
      )}
    </Detail>
  );
}

function ItemAsItIs({ table, itemKey, closes, onEdit }: ItemDetailProps & { onEdit(item: string): void }) {
  const t = texts();
  const resource = useResource<TableItem>(apiPath(['tables', table, 'item'], { key: itemKey }), ['tables']);
  /** The item as it was when it was begun to delete it. */
  const deleting = useSignal<string>();
  const error = useSignal('');
  const remove = async () => {
    try {
      await post(apiPath(['tables', table, 'item', 'delete']), { before: deleting.value });
      toast(t.deleted);
      go(closes);
    } catch (failure) {
      if (!(failure instanceof RequestError)) throw failure;
      error.value = failure.message;
      deleting.value = undefined;
    }
  };
  return (
    <Loaded of={resource.value}>
      {({ item }) => (
        <>
          <TextView label={t.item} text={item} />
          <p class="actions">
            {deleting.value === undefined ? (
              <>
                <button onClick={() => onEdit(item)}>{t.edit}</button>
                <button onClick={() => (deleting.value = item)}>{t.delete}</button>
              </>
            ) : (
              <>
                {t.sure}
                <button class="primary" onClick={remove}>
                  {t.deleteNow}
                </button>
                <button onClick={() => (deleting.value = undefined)}>{t.cancel}</button>
              </>
            )}
          </p>
          {error.value !== '' && <p role="alert">{error.value}</p>}
        </>
      )}
    </Loaded>
  );
}
