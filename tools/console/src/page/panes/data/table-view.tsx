import { useEffect, useRef } from 'preact/hooks';
import type { TablePage } from '../../../api/data.ts';
import { stack } from '../../data/live.ts';
import { apiPath } from '../../data/request.ts';
import { useResource } from '../../data/use-resource.ts';
import { Command } from '../../parts/command.tsx';
import { Loaded, Notice } from '../../parts/notice.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { Detail, Split } from '../../parts/split.tsx';
import { Toolbar } from '../../parts/toolbar.tsx';
import { hrefOf, queryValue, setQueryValue } from '../../router/place.ts';
import { ItemDetail } from './item-detail.tsx';
import { ItemForm } from './item-form.tsx';
import { Paging } from './paging.tsx';
import { StoreHead } from './store-head.tsx';
import { texts } from './texts.ts';

/** In place of the key of an item, which begins with a brace: the form for a new one. */
const NEW = 'new';
/** Up to here a table is read again with every change. */
const MOST_LIVE_ROWS = 1_000;

/** The items of a table, a page at a time, and beside them the one that is open. */
export function TableView({ name, open }: { name: string; open: string | undefined }) {
  const t = texts();
  const [text, cursor, limit] = [queryValue('q'), queryValue('cursor'), queryValue('rows')];
  useBeginAgain(text);
  const kinds = Number(limit) > MOST_LIVE_ROWS ? [] : ['tables'];
  const path = apiPath(['tables', name], { text, cursor, limit });
  const resource = useResource<TablePage>(path, kinds).value;
  const page = resource.state === 'ready' ? resource.value : undefined;
  const closes = hrefOf('data', 'tables', name);
  const list = (
    <div class="pane-list">
      <StoreHead kind="table" name={name}>
        <a href={hrefOf('data', 'tables', name, NEW)}>{t.newItem}</a>
      </StoreHead>
      <Toolbar hint={t.keyHint} count={{ shown: page?.rows.length ?? 0, all: page?.items ?? 0 }}>
        <Paging next={page?.next ?? null} />
      </Toolbar>
      <Loaded of={resource}>
        {({ rows, keys, items }) =>
          rows.length > 0 ? (
            <Rows
              label={t.itemsOf(name)}
              rows={rows}
              columns={columnsOf(keys)}
              keyOf={({ key }) => key}
              hrefOf={({ key }) => hrefOf('data', 'tables', name, key)}
              selected={open}
            />
          ) : items > 0 ? (
            <Notice title={t.noMatch} />
          ) : (
            <Notice title={t.emptyTable}>
              <Command text={putItemCommand(name, keys)} />
            </Notice>
          )
        }
      </Loaded>
    </div>
  );
  if (open === undefined || page === undefined) return <Split list={list} detail={undefined} />;
  const detail =
    open === NEW ? (
      <Detail key={NEW} title={t.newItem} closes={closes}>
        <ItemForm table={name} item={exampleItem(page.keys)} />
      </Detail>
    ) : (
      <ItemDetail key={open} table={name} itemKey={open} closes={closes} />
    );
  return <Split list={list} detail={detail} />;
}

/** Another filter begins with the first page. */
function useBeginAgain(text: string): void {
  const before = useRef(text);
  useEffect(() => {
    if (before.current !== text) setQueryValue('cursor', '');
    before.current = text;
  }, [text]);
}

type Keys = TablePage['keys'];

function columnsOf(keys: Keys): readonly Column<TablePage['rows'][number]>[] {
  return [
    ...keys.map(({ name, type }, index) => ({
      title: name,
      width: 'minmax(120px, 1fr)',
      isNumber: type === 'N',
      cell: ({ values }: TablePage['rows'][number]) => <code>{values[index]}</code>,
    })),
    { title: texts().attributes, width: 'minmax(200px, 3fr)', cell: ({ preview }) => <code>{preview}</code> },
  ];
}

function exampleItem(keys: Keys): string {
  const EXAMPLES = { S: 'text', N: '1', B: 'AA==' };
  return JSON.stringify(Object.fromEntries(keys.map(({ name, type }) => [name, { [type]: EXAMPLES[type] }])));
}

function putItemCommand(table: string, keys: Keys): string {
  const url = stack.value?.url ?? '';
  return `aws dynamodb put-item --endpoint-url ${url} --table-name ${table} --item '${exampleItem(keys)}'`;
}
