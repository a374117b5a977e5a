import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { attributesOf, ContendedError, itemOf, keyOf, readItem, writeOutcome } from '@hanok/tables';
import * as z from 'zod/mini';
import type { CrawledPage } from '../messages/crawl-page.ts';
import type { CrawlVerdict } from '../messages/crawl-outcome.ts';
import { CRAWL_TABLE } from './definitions.ts';

/** Days for which the outcome of a crawl can be read. */
const KEPT_DAYS = 30;

const crawl = { CrawlId: z.string(), Url: z.string() };
const storedCrawl = z.object({
  ...crawl,
  Status: z.literal('stored'),
  FinalUrl: z.string(),
  Title: z.string(),
  Description: z.string(),
  LinkCount: z.int(),
  TextLength: z.int(),
  Charset: z.string(),
  /** Milliseconds since the epoch. */
  FetchedAt: z.int(),
});
const failedCrawl = z.object({
  ...crawl,
  /** `retrying` while another attempt follows. */
  Status: z.enum(['retrying', 'failed']),
  Reason: z.string(),
  /** The attempt that failed. */
  Attempt: z.int(),
});
const crawlRecord = z.union([storedCrawl, failedCrawl]);
export type CrawlRecord = z.infer<typeof crawlRecord>;

/** How each crawl came out, for 30 days. A crawl whose first attempt has not ended is not in the table. */
export type CrawlTable = {
  find(crawlId: string, signal: AbortSignal): Promise<CrawlRecord | undefined>;
  /** Stored is the last word: no verdict changes it. */
  putStored(page: CrawledPage, now: Date, signal: AbortSignal): Promise<void>;
  /**
   * The verdict on the attempt that failed. One that ends the crawl stands until a page is stored after all, or the crawl
   * is started again and ends anew; one to try again does not change the verdict on a later attempt, or that end.
   */
  putVerdict(verdict: CrawlVerdict, failedAttempt: number, now: Date, signal: AbortSignal): Promise<void>;
};

/** The table of crawls by this client: how each came out. */
export function createCrawlTable({ client, table }: { client: DynamoDBClient; table: string }): CrawlTable {
  return {
    find: async (CrawlId, abortSignal) => {
      const Key = keyOf(CRAWL_TABLE, { CrawlId });
      const get = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
      const { Item } = await client.send(get, { abortSignal });
      return Item && readItem(CRAWL_TABLE, crawlRecord, Item);
    },
    putStored: async (page, now, abortSignal) => {
      const Item = { ...itemOf(storedCrawl, storedRecord(page)), ...expiry(now) };
      await client.send(new PutItemCommand({ TableName: table, Item }), { abortSignal });
    },
    putVerdict: async ({ crawlId, url, retry, reason }, failedAttempt, now, abortSignal) => {
      const record = itemOf(failedCrawl, {
        CrawlId: crawlId,
        Url: url,
        Status: retry ? 'retrying' : 'failed',
        Reason: reason,
        Attempt: failedAttempt,
      });
      const put = new PutItemCommand({
        TableName: table,
        Item: { ...record, ...expiry(now) },
        ...(retry
          ? {
              // The first verdict, and one on the same or a later attempt while the crawl goes on.
              ConditionExpression:
                'attribute_not_exists(CrawlId) OR (#status = :retrying AND Attempt <= :attempt)',
              ExpressionAttributeValues: attributesOf({ ':retrying': 'retrying', ':attempt': failedAttempt }),
            }
          : {
              // The first verdict, and any one after a verdict: the crawl may have been started again.
              ConditionExpression: 'attribute_not_exists(CrawlId) OR #status <> :stored',
              ExpressionAttributeValues: attributesOf({ ':stored': 'stored' }),
            }),
        ExpressionAttributeNames: { '#status': 'Status' },
      });
      const { kind } = await writeOutcome(client.send(put, { abortSignal }));
      if (kind === 'contended') throw new ContendedError();
    },
  };
}

function storedRecord(page: CrawledPage): z.infer<typeof storedCrawl> {
  return {
    CrawlId: page.crawlId,
    Status: 'stored',
    Url: page.url,
    FinalUrl: page.finalUrl,
    Title: page.title,
    Description: page.description,
    LinkCount: page.links.length,
    TextLength: page.textLength,
    Charset: page.charset,
    FetchedAt: page.fetchedAt,
  };
}

function expiry(now: Date) {
  return attributesOf({ ExpiresAt: Math.floor(now.getTime() / 1000) + KEPT_DAYS * 86_400 });
}
