import { AddressRefusedError, HostNotFoundError, TooManyRedirectsError } from '../errors.ts';
import { decodedBody } from '../fetch/decoded-body.ts';
import type { FetchPolicy } from '../fetch/fetch-policy.ts';
import type { SiteAnswer } from '../fetch/get-once.ts';
import { getUrl } from '../fetch/get-url.ts';

/**
 * What is known of a site's robots.txt: its rules, that it has none, or that it cannot be read.
 * https://www.rfc-editor.org/rfc/rfc9309
 */
export type RobotsFile =
  | { kind: 'rules'; text: string }
  | { kind: 'none' }
  /** `cause` is the error of a fetch that was made now. */
  | { kind: 'unreachable'; cause?: unknown };

/** Bytes of a robots.txt that are read; RFC 9309, 2.5 asks for at least these. */
export const MAX_ROBOTS_BYTES = 512_000;
/** Most times that a robots.txt may be larger than it was sent. */
const MAX_RATIO = 100;

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
    return error instanceof TooManyRedirectsError ? { kind: 'none' } : { kind: 'unreachable', cause: error };
  }
}

async function toRobotsFile(answer: SiteAnswer, signal: AbortSignal): Promise<RobotsFile> {
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: 'rules', text: await readText(answer, signal) };
  return { kind: status >= 400 && status < 500 && status !== 429 ? 'none' : 'unreachable' };
}

/** The text up to the limit; a line that the limit cuts in two is left out, since half a rule is another rule. */
async function readText({ body, headers }: SiteAnswer, signal: AbortSignal): Promise<string> {
  const limits = { maxBytes: Number.POSITIVE_INFINITY, maxRatio: MAX_RATIO };
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of decodedBody(body, headers('content-encoding'), limits, signal)) {
    bytes += chunk.length;
    text += decoder.decode(chunk.subarray(0, chunk.length - Math.max(0, bytes - MAX_ROBOTS_BYTES)), {
      stream: true,
    });
    if (bytes >= MAX_ROBOTS_BYTES)
      return text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
  }
  return text + decoder.decode();
}
