import {
  addLogIds,
  fingerprint,
  KEY_REUSED,
  refusal,
  type RestAnswer,
  route,
  type Route,
} from '@hanok/lambda';
import type { Executions } from '@hanok/workflows/executions';
import { type CrawlJob, crawlRequest } from './messages/crawl-job.ts';
import { type AddressPolicy, admitUrl } from './address/address-policy.ts';
import { normalUrl } from './address/host.ts';
import { AddressRefusedError } from './errors.ts';

/** Requests for one URL within this time are one crawl; the times follow each other from the epoch on. */
const WINDOW_MS = 60_000;

type Options = {
  executions: Pick<Executions, 'start'>;
  policy: AddressPolicy;
  now?: () => Date;
};

/**
 * `POST /crawl`: starts the crawl of a URL and answers 202 with its id. The same URL within the same minute, or the same
 * `Idempotency-Key`, is the same crawl; another URL under a key is refused, 422. A URL that is refused without asking a
 * name server is answered 400.
 */
export function startCrawl(options: Options): readonly Route[] {
  return [
    route({
      httpMethod: 'POST',
      resource: '/crawl',
      body: crawlRequest,
      idempotencyKey: true,
      handle: async ({ body, idempotencyKey }, signal) => {
        try {
          return await start(normalUrl(body.url), idempotencyKey, { ...options, signal });
        } catch (error) {
          if (error instanceof AddressRefusedError) return refusal(400, `url: ${error.message}`);
          throw error;
        }
      },
    }),
  ];
}

async function start(
  url: URL,
  key: string | undefined,
  { executions, policy, now = () => new Date(), signal }: Options & { signal: AbortSignal },
): Promise<RestAnswer> {
  admitUrl(url, policy);
  const window = Math.floor(now().getTime() / WINDOW_MS);
  const crawlId = fingerprint(key === undefined ? { url: url.href, window } : { key });
  addLogIds({ crawlId });
  const job: CrawlJob = { crawlId, url: url.href, attempt: 1 };
  const outcome = await executions.start(crawlId, job, signal);
  return outcome === 'started' ? { status: 202, body: { CrawlId: crawlId } } : KEY_REUSED;
}
