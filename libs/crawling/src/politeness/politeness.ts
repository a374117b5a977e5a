import { admitUrl } from '../address/address-policy.ts';
import { RobotsDisallowedError, RobotsUnreachableError } from '../errors.ts';
import type { FetchPolicy } from '../fetch/fetch-policy.ts';
import type { RobotsTable } from '../tables/robots-table.ts';
import type { TurnTable } from '../tables/turn-table.ts';
import { awaitTurn } from './await-turn.ts';
import { fetchRobots, type RobotsFile } from './robots-file.ts';
import { askRobots, type RobotsVerdict } from './robots-rules.ts';

/** A request that is about to be made, and the URL that redirected to it. */
type NextRequest = { crawlId: string; to: URL; from: URL | undefined };
/** Resolves when a request may be made; throws when its site does not want it, or not now. */
export type Politeness = (request: NextRequest, signal: AbortSignal) => Promise<void>;

type Options = {
  policy: FetchPolicy;
  robots: RobotsTable;
  turns: TurnTable;
  /** The name by which robots.txt speaks to the crawler. */
  productToken: string;
  /** Seconds between two pages of a host that asks for no longer ones. */
  delaySeconds: number;
  now?: () => Date;
};

/**
 * Asks the site's robots.txt, at most a day old, and waits for the crawl's turn at the host. A redirect within a host
 * takes no turn of its own. Throws `RobotsDisallowedError`, `RobotsUnreachableError`, `CrawlDelayedError`,
 * `HostBusyError`, and `AddressRefusedError` before a table is asked.
 */
export function createPoliteness(options: Options): Politeness {
  const { policy, turns, productToken, delaySeconds, now = () => new Date() } = options;
  return async ({ crawlId, to, from }, signal) => {
    admitUrl(to, policy.addresses);
    const file = await robotsOf(to, { ...options, now }, signal);
    if (file.kind === 'unreachable') throw new RobotsUnreachableError(undefined, { cause: file.cause });
    const verdict = file.kind === 'rules' ? askRobots(file.text, to, productToken) : ALL_ALLOWED;
    if (!verdict.allowed) throw new RobotsDisallowedError();
    if (from?.hostname === to.hostname) return;
    const delayMs = Math.max(delaySeconds, verdict.delaySeconds ?? 0) * 1000;
    await awaitTurn({ host: to.hostname, crawlId, delayMs }, { turns, now, signal });
  };
}

const ALL_ALLOWED: RobotsVerdict = { allowed: true, delaySeconds: undefined };

async function robotsOf(
  url: URL,
  { policy, robots, now }: Options & { now: () => Date },
  signal: AbortSignal,
): Promise<RobotsFile> {
  const kept = await robots.find(url.origin, now(), signal);
  if (kept) return kept;
  const file = await fetchRobots(url, policy, signal);
  await robots.keep(url.origin, file, now(), signal);
  return file;
}
