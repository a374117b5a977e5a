import { behindAll, following, isBehind } from '../store/key-order.ts';
import type { ListedObject, ObjectRows } from '../store/object-rows.ts';

/** What a listing asks for: keys after `after` or from `from` on. */
type ListQuery = {
  bucket: string;
  prefix: string;
  delimiter: string;
  /** At least this key; the empty one is before all. */
  from: string;
  /** Keys and common prefixes up to this one are left out. */
  after: string;
  limit: number;
};

/** A page of a listing: objects and common prefixes in one order, and where the next page begins. */
export type ListPage = { objects: ListedObject[]; prefixes: string[]; next?: string; last?: string };

const MOST_READ = 1000;

/**
 * One page. Below a common prefix little is read but its first key: each look after one begins with a single key and
 * doubles, so a listing by folders costs a few keys per folder, however full it is.
 */
export function listPage(rows: ObjectRows, query: ListQuery): ListPage {
  const { bucket, prefix, limit } = query;
  const page: ListPage = { objects: [], prefixes: [] };
  let from = isBehind(query.from, query.after) ? query.from : following(query.after);
  let size = query.delimiter === '' ? MOST_READ : 1;
  for (let left = limit; left > 0;) {
    const listed = rows.page(bucket, from, prefix, size);
    const folders = page.prefixes.length;
    const [taken, next] = take(listed, query, page, left);
    if (listed.length === 0 || next === undefined) return page;
    left -= taken;
    from = next;
    size = page.prefixes.length > folders ? 1 : Math.min(size * 2, MOST_READ);
  }
  return limit > 0 && rows.page(bucket, from, prefix, 1).length > 0 ? { ...page, next: from } : page;
}

/** Puts what was read into the page, up to a common prefix; answers how many entries it took, and where to read on. */
function take(
  listed: readonly ListedObject[],
  { prefix, delimiter, after }: ListQuery,
  page: ListPage,
  left: number,
): [taken: number, next: string | undefined] {
  let taken = 0;
  let next: string | undefined;
  for (const each of listed) {
    if (taken === left) return [taken, next];
    const common = commonPrefix(each.key, prefix, delimiter);
    if (common !== undefined) {
      const wanted = isBehind(common, after);
      if (wanted) page.prefixes.push((page.last = common));
      return [taken + (wanted ? 1 : 0), behindAll(common)];
    }
    page.objects.push(each);
    page.last = each.key;
    next = following(each.key);
    taken += 1;
  }
  return [taken, next];
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end === -1 ? undefined : key.slice(0, end + delimiter.length);
}
