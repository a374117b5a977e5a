import { MAX_CRAWL_URL } from '../messages/crawl-limits.ts';
import { normalUrl } from '../address/host.ts';
import { AddressRefusedError, HttpStatusError, TooManyRedirectsError } from '../errors.ts';
import type { FetchPolicy } from './fetch-policy.ts';
import { getOnce, type SiteAnswer } from './get-once.ts';

/** Redirects followed from one URL. */
const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Gets the URL and follows redirects, each of them checked and resolved anew as if it had been asked for. Before a
 * request `beforeHop` may throw; it is told where the redirect came from. Throws what `getOnce` throws,
 * `TooManyRedirectsError`, and `HttpStatusError` for a redirect to nowhere.
 */
export async function getUrl<Value>(
  url: URL,
  options: FetchPolicy & {
    signal: AbortSignal;
    beforeHop?: (to: URL, from: URL | undefined) => Promise<void>;
  },
  read: (answer: SiteAnswer) => Promise<Value>,
): Promise<Value> {
  let from: URL | undefined;
  let to = url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    await options.beforeHop?.(to, from);
    const outcome = await getOnce(to, options, options.signal, async (answer) => {
      const redirect = redirectOf(answer);
      return redirect ? { redirect } : { value: await read(answer) };
    });
    if (!outcome.redirect) return outcome.value;
    from = to;
    to = outcome.redirect;
  }
  throw new TooManyRedirectsError(`More than ${MAX_REDIRECTS} redirects`);
}

/** Several `Location` headers are one where they say the same. https://fetch.spec.whatwg.org/#concept-response-location-url */
function redirectOf({ url, status, headers }: SiteAnswer): URL | undefined {
  if (!REDIRECTS.has(status)) return undefined;
  const [field, ...others] = headers('location');
  if (field === undefined) throw new HttpStatusError(status);
  if (others.some((other) => other !== field))
    throw new AddressRefusedError('the redirect is to more than one URL');
  const location = encodeBytes(field);
  if (!URL.canParse(location, url.href)) throw new AddressRefusedError('the redirect is not to a URL');
  const to = normalUrl(location, url);
  if (to.href.length > MAX_CRAWL_URL)
    throw new AddressRefusedError(`the redirect is to a URL of more than ${MAX_CRAWL_URL} characters`);
  return to;
}

/** Each byte of a header that is not ASCII, which Node reads as one character of Latin-1, with a percent sign. */
function encodeBytes(field: string): string {
  return field.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
}
