import * as z from 'zod/mini';
import { MAX_CRAWL_URL } from './crawl-limits.ts';

/** The text as a URL by the WHATWG standard, as browsers read it, or undefined. https://url.spec.whatwg.org/ */
function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** An absolute http or https URL without a user name and a password. Where it may lead is not judged here. */
export const crawlUrl = z.string().check(
  z.minLength(1),
  z.maxLength(MAX_CRAWL_URL),
  z.refine((text) => /^https?:$/.test(parseUrl(text)?.protocol ?? ''), {
    error: 'expected an absolute http or https URL',
  }),
  z.refine((text) => (parseUrl(text)?.href.length ?? 0) <= MAX_CRAWL_URL, {
    error: `at most ${MAX_CRAWL_URL} characters once percent-encoded`,
  }),
  z.refine((text) => !hasCredentials(parseUrl(text)), { error: 'expected no user name and password' }),
);

function hasCredentials(url: URL | undefined): boolean {
  return url !== undefined && (url.username !== '' || url.password !== '');
}
