import { queryValue, setQueryValue } from '../../router/place.ts';
import { texts } from './texts.ts';

const SIZES = [100, 1_000, 10_000];
const USUAL = '1000';

/** How many rows a page has, and the way to the next page; `next` is its cursor. */
export function Paging({ next }: { next: string | null }) {
  const t = texts();
  const cursor = queryValue('cursor');
  return (
    <>
      <label>
        <span class="unseen">{t.pageSize}</span>
        <select
          value={queryValue('rows') || USUAL}
          onChange={({ currentTarget: { value } }) => setQueryValue('rows', value === USUAL ? '' : value)}
        >
          {SIZES.map((size) => (
            <option key={size} value={size}>
              {t.perPage(size)}
            </option>
          ))}
        </select>
      </label>
      {cursor !== '' && <button onClick={() => setQueryValue('cursor', '')}>{t.firstPage}</button>}
      {next !== null && <button onClick={() => setQueryValue('cursor', next)}>{t.nextPage}</button>}
    </>
  );
}
