import { normalUrl } from './admit-url.ts';
import { AddressRefusedError, HttpStatusError, TooManyRedirectsError } from './errors.ts';
import { type Guard, guardedRequest, type SiteAnswer } from './guarded-request.ts';

/** Redirects followed from one URL. */
export const MAX_REDIRECTS = 5;

/**
 * Fetches the URL and follows redirects, each of them checked and resolved anew as if it had been asked for. Before a
 * request `beforeHop` may throw; it is told where the redirect came from. Throws what `guardedRequest` throws,
 * `TooManyRedirectsError`, and `HttpStatusError` for a redirect to nowhere.
 */
export async function guardedFetch<Value>(
  url: URL,
  options: Guard & { signal: AbortSignal; beforeHop?: (to: URL, from: URL | undefined) => Promise<void> },
  read: (answer: SiteAnswer) => Promise<Value>,
): Promise<Value> {
  let from: URL | undefined;
  let to = url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    await options.beforeHop?.(to, from);
    const outcome = await guardedRequest(to, options, options.signal, async (answer) => {
      const redirect = redirectOf(answer);
      return redirect ? { redirect } : { value: await read(answer) };
    });
    if (!outcome.redirect) return outcome.value;
    from = to;
    to = outcome.redirect;
  }
  throw new TooManyRedirectsError(`More than ${MAX_REDIRECTS} redirects`);
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function redirectOf({ url, status, header }: SiteAnswer): URL | undefined {
  if (!REDIRECTS.has(status)) return undefined;
  const location = header('location');
  if (location === undefined) throw new HttpStatusError(status);
  if (!URL.canParse(location, url.href)) throw new AddressRefusedError('the redirect is not to a URL');
  return normalUrl(location, url);
}
