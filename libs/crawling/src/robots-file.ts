import robotsParserModule from 'robots-parser';

// The package is CommonJS whose export is the function; its types say that a `default` of it is.
const robotsParser = robotsParserModule as unknown as (typeof robotsParserModule)['default'];

/**
 * What is known of a site's robots.txt: its rules, that it has none, or that it cannot be read.
 * https://www.rfc-editor.org/rfc/rfc9309
 */
export type RobotsFile = { kind: 'rules'; text: string } | { kind: 'none' } | { kind: 'unreachable' };

/** Bytes of a robots.txt that are read; RFC 9309, 2.5 asks for at least these. */
export const MAX_ROBOTS_BYTES = 512_000;
/** Longest delay that a site can ask for, in seconds. */
export const MAX_DELAY_SECONDS = 300;
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
