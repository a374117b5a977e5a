import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { expect } from '@jest/globals';
import { startLocalSite } from '../../demo/local-site.ts';
import { workflowClients } from '../../demo/workflow-clients.ts';
import type { Place, Scenario, Step } from './scenario.fixture.ts';

/** A training of each position, asked for again, and read; one of a position that there is not. */
export const training: Scenario = {
  with: ['Crawler', 'Draw'],
  steps: ({ stack, sdk, seen, later }) => {
    const { train, training: read, stateMachineArn } = workflowClients(stack);
    const trained =
      (TraningType: string): Step =>
      async () => {
        const id = await train({ TraningType, Player: '지성' });
        await seen(async () => expect((await read(id)).Status).toBe('SUCCEEDED'));
        await train({ TraningType, Player: '지성' });
      };
    return [
      ...['공격수', '미드필더', '수비수'].map(trained),
      async () => {
        const input = JSON.stringify({ TraningType: '골키퍼' });
        await sdk.states.send(new StartExecutionCommand({ stateMachineArn, input }));
        await later('training-fail', 'dynamodb:PutItem');
      },
    ];
  },
};

/** What the crawler reads. */
export const site = await startLocalSite();

/** A page that is stored, asked for again while its host may not be asked, and one that is given up. */
export const crawler: Scenario = {
  with: ['Training', 'Draw'],
  parameters: site.parameters,
  steps: (place) => [
    crawled(place, '/', 'stored'),
    async () => {
      const until = { ':at': { N: String(Date.now() + 3_000) } };
      await place.sdk.dynamodb.send(
        new UpdateItemCommand({
          ...{ TableName: 'CrawlHosts', Key: { HostKey: { S: 'next#127.0.0.1' } } },
          ...{ UpdateExpression: 'SET NextAt = :at', ExpressionAttributeValues: until },
        }),
      );
    },
    crawled(place, '/', 'stored'),
    crawled(place, '/gone', 'failed'),
  ],
};

const crawled =
  ({ stack, seen }: Place, path: string, ends: string): Step =>
  async () => {
    const { startCrawl, crawl } = workflowClients(stack);
    // Without a key a request of the next minute is another crawl.
    const id = await startCrawl(`http://${site.host}${path}`, `crawl of ${path}`);
    await seen(async () => expect((await crawl(id)).Status).toBe(ends));
  };
