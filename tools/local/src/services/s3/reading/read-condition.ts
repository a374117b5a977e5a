import type { S3Call } from '../object-call.ts';
import type { ObjectRecord } from '../store/object-rows.ts';

/**
 * What the conditional headers say of an object; `prefix` for those about the source of a copy. An entity tag goes
 * before the time that is its pair, and a time to come says nothing: https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2
 */
export function readCondition(
  { header }: Pick<S3Call, 'header'>,
  { etag, modified }: ObjectRecord,
  now: number,
  prefix = '',
): 'met' | 'failed' | 'not modified' {
  const [match, noneMatch] = [header(`${prefix}if-match`), header(`${prefix}if-none-match`)];
  const seconds = Math.floor(modified / 1000) * 1000;
  const since = (name: string) => {
    const time = Date.parse(header(`${prefix}${name}`) ?? '');
    return Number.isNaN(time) ? undefined : time;
  };
  const [unmodified, changed] = [since('if-unmodified-since'), since('if-modified-since')];
  if (match !== undefined ? !names(match, etag) : unmodified !== undefined && seconds > unmodified)
    return 'failed';
  if (noneMatch !== undefined) return names(noneMatch, etag) ? 'not modified' : 'met';
  return changed !== undefined && changed <= now && seconds <= changed ? 'not modified' : 'met';
}

/** The header that a condition of an object did not meet, as S3 names it in its refusal. */
export function unmetCondition(
  { header }: Pick<S3Call, 'header'>,
  outcome: 'failed' | 'not modified',
  prefix = '',
): string {
  const [tag, time] =
    outcome === 'failed' ? ['If-Match', 'If-Unmodified-Since'] : ['If-None-Match', 'If-Modified-Since'];
  return `${prefix}${header(`${prefix}${tag.toLowerCase()}`) === undefined ? time : tag}`;
}

function names(header: string, etag: string): boolean {
  return header.split(',').some((each) => {
    const tag = each.trim().replace(/^W\//, '').replaceAll('"', '');
    return tag === '*' || tag === etag;
  });
}
