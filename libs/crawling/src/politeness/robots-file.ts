import robotsParserModule from 'robots-parser';
import { AddressRefusedError, HostNotFoundError, TooManyRedirectsError } from '../errors.ts';
import { decodedBody } from '../fetch/decoded-body.ts';
import type { FetchPolicy } from '../fetch/fetch-policy.ts';
import type { SiteAnswer } from '../fetch/get-once.ts';
import { getUrl } from '../fetch/get-url.ts';

// The package is CommonJS whose export is the function; its types say that a `default` of it is.
const robotsParser = robotsParserModule as unknown as (typeof robotsParserModule)['default'];

/**
 * What is known of a site's robots.txt: its rules, that it has none, or that it cannot be read.
 * https://www.rfc-editor.org/rfc/rfc9309
 */
export type RobotsFile = { kind: 'rules'; text: string } | { kind: 'none' } | { kind: 'unreachable' };

/** Bytes of a robots.txt that are read; RFC 9309, 2.5 asks for at least these. */
export const MAX_ROBOTS_BYTES = 512_000;
/** Most times that a robots.txt may be larger than it was sent. */
const MAX_RATIO = 100;
/** Longest delay that a site can ask for, in seconds. */
const MAX_DELAY_SECONDS = 300;
/** Characters of rules times characters of path that are matched at most: about a second. */
const MAX_MATCHING = 500_000_000;

export type RobotsVerdict = { allowed: boolean; delaySeconds: number | undefined };

/** What the rules of a site say of one of its URLs to the crawler of that product token, such as `HanokCrawler`. */
export function askRobots(text: string, url: URL, productToken: string): RobotsVerdict {
  if (text.length * url.href.length > MAX_MATCHING) return { allowed: false, delaySeconds: undefined };
  const robots = robotsParser(new URL('/robots.txt', url).href, text);
  return {
    allowed: robots.isAllowed(url.href, productToken) !== false,
    delaySeconds: delayOf(robots.getCrawlDelay(productToken)),
  };
}

/** RFC 9309 knows no delay; the rule is common all the same. */
function delayOf(seconds: number | undefined): number | undefined {
  return seconds !== undefined && seconds >= 0 ? Math.min(seconds, MAX_DELAY_SECONDS) : undefined;
}

/**
 * Fetches the robots.txt of the URL's site. By RFC 9309, 2.3.1: status 4xx is no rules, redirects without end likewise;
 * 5xx and a site that does not answer are unreachable. 429 counts as unreachable: it asks us to stay away. Throws
 * `AddressRefusedError`, `HostNotFoundError`, and what the signal aborts with.
 */
export async function fetchRobots(url: URL, policy: FetchPolicy, signal: AbortSignal): Promise<RobotsFile> {
  try {
    return await getUrl(new URL('/robots.txt', url), { ...policy, signal }, (answer) =>
      toRobotsFile(answer, signal),
    );
  } catch (error) {
    if (signal.aborted || error instanceof AddressRefusedError || error instanceof HostNotFoundError)
      throw error;
    return { kind: error instanceof TooManyRedirectsError ? 'none' : 'unreachable' };
  }
}

async function toRobotsFile(answer: SiteAnswer, signal: AbortSignal): Promise<RobotsFile> {
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: 'rules', text: await readText(answer, signal) };
  return { kind: status >= 400 && status < 500 && status !== 429 ? 'none' : 'unreachable' };
}

/** The text up to the limit; a line that the limit cuts in two is left out, since half a rule is another rule. */
async function readText({ body, header }: SiteAnswer, signal: AbortSignal): Promise<string> {
  const limits = { maxBytes: Number.POSITIVE_INFINITY, maxRatio: MAX_RATIO };
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of decodedBody(body, header('content-encoding'), limits, signal)) {
    bytes += chunk.length;
    text += decoder.decode(chunk.subarray(0, chunk.length - Math.max(0, bytes - MAX_ROBOTS_BYTES)), {
      stream: true,
    });
    if (bytes >= MAX_ROBOTS_BYTES)
      return text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
  }
  return text + decoder.decode();
}
