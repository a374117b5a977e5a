import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { keptTable } from './kept-table.ts';

export type CrawlerTables = { pages: Table; crawls: Table; hosts: Table };

/** The newest page of each URL; how crawls came out; robots.txt files and turns of hosts. The latter two expire. */
export function createCrawlerTables(scope: Construct): CrawlerTables {
  const timeToLiveAttribute = 'ExpiresAt';
  const keyed = (name: string) => ({ ...keptTable, partitionKey: { name, type: AttributeType.STRING } });
  return {
    pages: new Table(scope, 'PageTable', { ...keyed('Url'), tableName: 'CrawlPages' }),
    crawls: new Table(scope, 'CrawlTable', {
      ...keyed('CrawlId'),
      tableName: 'Crawls',
      timeToLiveAttribute,
    }),
    hosts: new Table(scope, 'HostTable', {
      ...keyed('HostKey'),
      tableName: 'CrawlHosts',
      timeToLiveAttribute,
    }),
  };
}
