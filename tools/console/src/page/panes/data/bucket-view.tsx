import type { BucketObject, BucketPage } from '../../../api/data.ts';
import { stack } from '../../data/live.ts';
import { apiPath } from '../../data/request.ts';
import { useResource } from '../../data/use-resource.ts';
import { Command } from '../../parts/command.tsx';
import { Loaded, Notice } from '../../parts/notice.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { Detail, Split } from '../../parts/split.tsx';
import { TextView } from '../../parts/text-view.tsx';
import { Time, timeOfDay } from '../../parts/time.tsx';
import { Toolbar } from '../../parts/toolbar.tsx';
import { hrefOf, queryValue } from '../../router/place.ts';
import { Paging } from './paging.tsx';
import { placeOf, StoreHead } from './store-head.tsx';
import { texts } from './texts.ts';

/** The objects of a bucket by prefix; what was uploaded is shown as text, or as a picture in an `<img>`. */
export function BucketView({ name, open }: { name: string; open: string | undefined }) {
  const t = texts();
  const query = { prefix: queryValue('q'), cursor: queryValue('cursor'), limit: queryValue('rows') };
  const resource = useResource<BucketPage>(apiPath(['buckets', name], query), ['buckets']).value;
  const page = resource.state === 'ready' ? resource.value : undefined;
  const shown = page?.objects.length ?? 0;
  const list = (
    <div class="pane-list">
      <StoreHead kind="bucket" name={name} />
      <Toolbar hint={t.prefixHint} count={{ shown, all: shown }}>
        <Paging next={page?.next ?? null} />
      </Toolbar>
      <Loaded of={resource}>
        {({ objects }) =>
          objects.length > 0 ? (
            <Rows
              label={t.objectsOf(name)}
              rows={objects}
              columns={columns()}
              keyOf={({ key }) => key}
              hrefOf={({ key }) => hrefOf('data', 'buckets', name, key)}
              selected={open}
            />
          ) : (
            <Notice title={query.prefix === '' ? t.emptyBucket : t.noMatch}>
              {query.prefix === '' && <Command text={uploadCommand(name)} />}
            </Notice>
          )
        }
      </Loaded>
    </div>
  );
  const detail = open === undefined ? undefined : <ObjectDetail key={open} bucket={name} objectKey={open} />;
  return <Split list={list} detail={detail} />;
}

function columns(): readonly Column<BucketPage['objects'][number]>[] {
  const t = texts();
  return [
    { title: t.key, width: 'minmax(160px, 3fr)', cell: ({ key }) => <code>{key}</code> },
    { title: t.size, width: '88px', isNumber: true, cell: ({ size }) => t.bytes(size) },
    { title: t.type, width: 'minmax(80px, 1fr)', cell: ({ type }) => type },
    { title: t.modified, width: '92px', cell: ({ modified }) => timeOfDay(new Date(modified)) },
  ];
}

function ObjectDetail({ bucket, objectKey: key }: { bucket: string; objectKey: string }) {
  const t = texts();
  const resource = useResource<BucketObject>(apiPath(['buckets', bucket, 'object'], { key }), ['buckets']);
  return (
    <Detail title={key} closes={hrefOf('data', 'buckets', bucket)}>
      <Loaded of={resource.value}>
        {(object) => (
          <>
            <Pictures bucket={bucket} object={object} />
            {!object.isPicture && object.text === undefined && <p class="muted">{t.notShown}</p>}
            {object.text !== undefined && <TextView label={t.asText} text={object.text} />}
            <dl class="facts">
              <dt>{t.size}</dt>
              <dd>{t.bytes(object.size)}</dd>
              <dt>{t.modified}</dt>
              <dd>
                <Time at={object.modified} />
              </dd>
              <dt>{t.etag}</dt>
              <dd>
                <code>{object.etag}</code>
              </dd>
            </dl>
            <TextView label={t.headers} text={JSON.stringify(object.headers)} />
            {object.tags.length > 0 && <TextView label={t.tags} text={JSON.stringify(object.tags)} />}
          </>
        )}
      </Loaded>
    </Detail>
  );
}

/** The object's own picture, and beside it the one that it was made of or that was made of it. */
function Pictures({ bucket, object }: { bucket: string; object: BucketObject }) {
  const t = texts();
  const { key, isPicture, source, rendition } = object;
  const own = { bucket, key, label: t.source };
  const all = source
    ? [
        { ...source, label: t.source },
        { ...own, label: t.rendition },
      ]
    : [own, ...(rendition ? [{ ...rendition, label: t.rendition }] : [])];
  if (!isPicture && rendition === undefined) return null;
  return (
    <div class="pictures">
      {all
        .filter((each) => isPicture || each.key !== key || each.bucket !== bucket)
        .map((each) => (
          <figure key={`${each.bucket} ${each.key}`}>
            <figcaption>
              {each.label}{' '}
              <a href={placeOf('buckets', each.bucket, each.key)}>
                <code>{each.key}</code>
              </a>
            </figcaption>
            <img src={apiPath(['buckets', each.bucket, 'picture'], { key: each.key })} alt={each.key} />
          </figure>
        ))}
    </div>
  );
}

function uploadCommand(bucket: string): string {
  return `aws s3 cp --endpoint-url ${stack.value?.url ?? ''} photo.jpg s3://${bucket}/`;
}
