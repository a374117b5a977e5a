import { createHash } from 'node:crypto';
import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { attributesOf, ContendedError, itemOf, writeOutcome } from '@hanok/tables';
import * as z from 'zod/mini';
import type { CrawledPage } from '../messages/crawl-page.ts';

/** Most bytes of a partition key. */
const MAX_KEY_BYTES = 2_048;

const pageItem = z.object({
  Url: z.string(),
  FullUrl: z.string(),
  FinalUrl: z.string(),
  CrawlId: z.string(),
  /** Milliseconds since the epoch. */
  FetchedAt: z.int(),
  Title: z.string(),
  Description: z.string(),
  Links: z.array(z.string()),
  IsCut: z.boolean(),
  TextLength: z.int(),
  Charset: z.string(),
  CharsetFrom: z.string(),
});

/** The table of pages, one item per URL. */
export type PageTable = {
  /** Stores the page; `superseded` when a newer page of its URL is stored. A repeat changes nothing. */
  put(page: CrawledPage, signal: AbortSignal): Promise<'newest' | 'superseded'>;
};

/** The table of pages by this client. */
export function createPageTable({ client, table }: { client: DynamoDBClient; table: string }): PageTable {
  return {
    put: async (page, abortSignal) => {
      const put = new PutItemCommand({
        TableName: table,
        Item: itemOf(pageItem, toItem(page)),
        // A first page, a newer one, and the same one again.
        ConditionExpression: 'attribute_not_exists(#url) OR FetchedAt <= :fetchedAt',
        ExpressionAttributeNames: { '#url': 'Url' },
        ExpressionAttributeValues: attributesOf({ ':fetchedAt': page.fetchedAt }),
      });
      const { kind } = await writeOutcome(client.send(put, { abortSignal }));
      if (kind === 'contended') throw new ContendedError();
      return kind === 'written' ? 'newest' : 'superseded';
    },
  };
}

/** The key of a URL's page: the URL, or where that is too long for a key, a hash of it. */
export function pageKey(url: string): string {
  if (Buffer.byteLength(url) <= MAX_KEY_BYTES) return url;
  return `sha256:${createHash('sha256').update(url).digest('hex')}`;
}

function toItem(page: CrawledPage): z.infer<typeof pageItem> {
  return {
    Url: pageKey(page.url),
    FullUrl: page.url,
    FinalUrl: page.finalUrl,
    CrawlId: page.crawlId,
    FetchedAt: page.fetchedAt,
    Title: page.title,
    Description: page.description,
    Links: page.links,
    IsCut: page.isCut,
    TextLength: page.textLength,
    Charset: page.charset,
    CharsetFrom: page.charsetFrom,
  };
}
