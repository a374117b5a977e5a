import type { ComponentChildren } from 'preact';
import type { DataOverview } from '../../../api/data.ts';
import { apiPath } from '../../data/request.ts';
import { useResource } from '../../data/use-resource.ts';
import { texts as shellTexts } from '../../i18n/texts.ts';
import { Badge } from '../../parts/badge.tsx';
import { Command } from '../../parts/command.tsx';
import { Loaded, Notice } from '../../parts/notice.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { Toolbar } from '../../parts/toolbar.tsx';
import { hrefOf, queryValue } from '../../router/place.ts';
import type { PaneProps } from '../pane.ts';
import { BucketView } from './bucket-view.tsx';
import { QueueView } from './queue-view.tsx';
import { placeOf } from './store-head.tsx';
import { TableView } from './table-view.tsx';
import { texts } from './texts.ts';

/** Tables, queues and buckets with what is in them, and the boards of the ranking. */
export function DataPane({ path: [kind, name, open] }: PaneProps) {
  if (kind === undefined || name === undefined) return <Overview />;
  const View = kind in VIEWS ? VIEWS[kind] : undefined;
  if (View === undefined) return <Notice title={shellTexts().notFound.title} />;
  return <View key={`${kind} ${name}`} name={name} open={open} />;
}

type ViewProps = { name: string; open: string | undefined };

const VIEWS: Readonly<Record<string, (props: ViewProps) => ComponentChildren>> = {
  tables: TableView,
  queues: QueueView,
  buckets: BucketView,
};

type Store = {
  kind: 'table' | 'queue' | 'bucket' | 'board';
  name: string;
  href: string;
  holds: string;
  /** Whether messages wait in it that no function could handle. */
  hasDeadLetters?: boolean;
};

/** All that holds data, a row each. */
function Overview() {
  const t = texts();
  const resource = useResource<DataOverview>(apiPath(['data']), [
    ...['tables', 'queues', 'buckets', 'invocation'],
  ]).value;
  const all = resource.state === 'ready' ? storesOf(resource.value) : [];
  const words = queryValue('q').toLowerCase().split(/\s+/).filter(Boolean);
  const stores = all.filter(({ name, kind }) =>
    words.every((word) => `${name} ${t.kinds[kind]}`.toLowerCase().includes(word)),
  );
  return (
    <div class="split">
      <div class="pane-list">
        <Toolbar hint={t.hint} count={{ shown: stores.length, all: all.length }} />
        <Loaded of={resource}>
          {() =>
            stores.length > 0 ? (
              <Rows
                label={t.stores}
                rows={stores}
                columns={columns()}
                keyOf={({ kind, name }) => `${kind} ${name}`}
                hrefOf={({ href }) => href}
                toneOf={({ hasDeadLetters }) => (hasDeadLetters ? 'bad' : undefined)}
              />
            ) : (
              <Notice title={all.length > 0 ? t.noMatch : t.nothing}>
                {all.length === 0 && <Command text="npm run demo" />}
              </Notice>
            )
          }
        </Loaded>
      </div>
    </div>
  );
}

function columns(): readonly Column<Store>[] {
  const t = texts();
  return [
    { title: t.name, width: 'minmax(200px, 2fr)', cell: ({ name }) => name },
    { title: t.kind, width: '96px', cell: ({ kind }) => <Badge tone="quiet">{t.kinds[kind]}</Badge> },
    {
      title: t.holds,
      width: 'minmax(200px, 3fr)',
      cell: ({ holds, hasDeadLetters }) => (
        <>
          {holds} {hasDeadLetters && <Badge tone="bad">{t.deadLetters}</Badge>}
        </>
      ),
    },
  ];
}

function storesOf({ tables, queues, buckets, boards }: DataOverview): Store[] {
  const t = texts();
  return [
    ...tables.map(({ name, items }): Store => {
      return { kind: 'table', name, href: placeOf('tables', name), holds: t.items(items) };
    }),
    ...queues.map(({ name, deadLetterOf, ...counts }): Store => {
      const hasDeadLetters = deadLetterOf.length > 0 && counts.waiting + counts.inFlight > 0;
      return { kind: 'queue', name, href: placeOf('queues', name), holds: t.counts(counts), hasDeadLetters };
    }),
    ...buckets.map(({ name }): Store => {
      return { kind: 'bucket', name, href: placeOf('buckets', name), holds: '' };
    }),
    ...boards.map(({ name, players }): Store => {
      return { kind: 'board', name, href: hrefOf('ranking', name), holds: t.players(players) };
    }),
  ];
}
