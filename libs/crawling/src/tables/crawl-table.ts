import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { CrawledPage, CrawlVerdict } from '@hanok/events';

/** Days for which the outcome of a crawl can be read. */
const KEPT_DAYS = 30;

/** The part of a stored page that is kept with its crawl. */
export type PageSummary = Pick<
  CrawledPage,
  'finalUrl' | 'title' | 'description' | 'textLength' | 'charset' | 'fetchedAt'
> & { linkCount: number };

export type CrawlRecord = { url: string } & (
  { status: 'stored'; page: PageSummary } | { status: 'retrying' | 'failed'; reason: string; attempt: number }
);

/** The table of crawls: how each one came out, for 30 days. One that has not come so far is in no table. */
export type CrawlTable = {
  find(crawlId: string, signal: AbortSignal): Promise<CrawlRecord | undefined>;
  /** Stored is the last word: no verdict changes it. */
  putStored(page: CrawledPage, now: Date, signal: AbortSignal): Promise<void>;
  /**
   * The verdict on the attempt that failed. Failed is the last word too unless a page is stored after all, and a verdict
   * that comes late does not change that on a later attempt.
   */
  putVerdict(verdict: CrawlVerdict, failedAttempt: number, now: Date, signal: AbortSignal): Promise<void>;
};

export function createCrawlTable(options: { client: DynamoDBClient; table: string }): CrawlTable {
  const { client, table: TableName } = options;
  return {
    find: async (crawlId, abortSignal) => {
      const Key = { CrawlId: { S: crawlId } };
      const command = new GetItemCommand({ TableName, Key, ConsistentRead: true });
      const { Item } = await client.send(command, { abortSignal });
      return Item && toRecord(Item);
    },
    putStored: async (page, now, abortSignal) => {
      const Item = { ...storedItem(page), ExpiresAt: expiry(now) };
      await client.send(new PutItemCommand({ TableName, Item }), { abortSignal });
    },
    putVerdict: async (verdict, failedAttempt, now, abortSignal) => {
      const command = new PutItemCommand({
        TableName,
        Item: { ...verdictItem(verdict, failedAttempt), ExpiresAt: expiry(now) },
        // The first verdict, and one on the same or a later attempt while the crawl goes on.
        ConditionExpression: 'attribute_not_exists(CrawlId) OR (#status = :retrying AND Attempt <= :attempt)',
        ExpressionAttributeNames: { '#status': 'Status' },
        ExpressionAttributeValues: {
          ':retrying': { S: 'retrying' },
          ':attempt': { N: String(failedAttempt) },
        },
      });
      await client.send(command, { abortSignal }).catch((error: unknown) => {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      });
    },
  };
}

const expiry = (now: Date) => ({ N: String(Math.floor(now.getTime() / 1000) + KEPT_DAYS * 86_400) });

function storedItem(page: CrawledPage): Record<string, AttributeValue> {
  return {
    CrawlId: { S: page.crawlId },
    Status: { S: 'stored' },
    Url: { S: page.url },
    FinalUrl: { S: page.finalUrl },
    Title: { S: page.title },
    Description: { S: page.description },
    LinkCount: { N: String(page.links.length) },
    TextLength: { N: String(page.textLength) },
    Charset: { S: page.charset },
    FetchedAt: { N: String(page.fetchedAt) },
  };
}

function verdictItem(verdict: CrawlVerdict, failedAttempt: number): Record<string, AttributeValue> {
  const { crawlId, url, retry, reason } = verdict;
  return {
    CrawlId: { S: crawlId },
    Status: { S: retry ? 'retrying' : 'failed' },
    Url: { S: url },
    Reason: { S: reason },
    Attempt: { N: String(failedAttempt) },
  };
}

function toRecord(item: Record<string, AttributeValue>): CrawlRecord {
  const url = item.Url?.S ?? '';
  const status = item.Status?.S;
  if (status === 'stored') return { url, status, page: toSummary(item) };
  const reason = item.Reason?.S ?? '';
  return { url, status: status === 'retrying' ? status : 'failed', reason, attempt: Number(item.Attempt?.N) };
}

function toSummary(item: Record<string, AttributeValue>): PageSummary {
  return {
    finalUrl: item.FinalUrl?.S ?? '',
    title: item.Title?.S ?? '',
    description: item.Description?.S ?? '',
    linkCount: Number(item.LinkCount?.N),
    textLength: Number(item.TextLength?.N),
    charset: item.Charset?.S ?? '',
    fetchedAt: Number(item.FetchedAt?.N),
  };
}
