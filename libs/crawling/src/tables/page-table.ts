import { createHash } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { CrawledPage } from '@hanok/events';

/** Most bytes of a partition key. */
const MAX_KEY_BYTES = 2_048;

/** The table of pages, one item per URL. */
export type PageTable = {
  /** Stores the page; `superseded` when a newer page of its URL is stored. A repeat changes nothing. */
  put(page: CrawledPage, signal: AbortSignal): Promise<'newest' | 'superseded'>;
};

export function createPageTable(options: { client: DynamoDBClient; table: string }): PageTable {
  return {
    put: async (page, abortSignal) => {
      const command = new PutItemCommand({
        TableName: options.table,
        Item: toItem(page),
        // A first page, a newer one, and the same one again.
        ConditionExpression: 'attribute_not_exists(#url) OR FetchedAt <= :fetchedAt',
        ExpressionAttributeNames: { '#url': 'Url' },
        ExpressionAttributeValues: { ':fetchedAt': { N: String(page.fetchedAt) } },
      });
      try {
        await options.client.send(command, { abortSignal });
        return 'newest';
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'superseded';
        throw error;
      }
    },
  };
}

/** The key of a URL's page: the URL, or where that is too long for a key, a hash of it. */
export function pageKey(url: string): string {
  if (Buffer.byteLength(url) <= MAX_KEY_BYTES) return url;
  return `sha256:${createHash('sha256').update(url).digest('hex')}`;
}

function toItem(page: CrawledPage) {
  return {
    Url: { S: pageKey(page.url) },
    FullUrl: { S: page.url },
    FinalUrl: { S: page.finalUrl },
    CrawlId: { S: page.crawlId },
    FetchedAt: { N: String(page.fetchedAt) },
    Title: { S: page.title },
    Description: { S: page.description },
    Links: { L: page.links.map((link) => ({ S: link })) },
    IsCut: { BOOL: page.isCut },
    TextLength: { N: String(page.textLength) },
    Charset: { S: page.charset },
    CharsetFrom: { S: page.charsetFrom },
  };
}
