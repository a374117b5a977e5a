import { GameLiftClient } from '@aws-sdk/client-gamelift';
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings, eventually } from '@hanok/testing';
import { describe, expect, it } from '@jest/globals';
import { startStack } from '../../stack/start-stack.ts';
import { callsOf } from './calls.fixture.ts';
import { writeMatchmakingAssembly } from './matchmaking-assembly.fixture.ts';

describe('the template of a configuration', () => {
  it('brings every event to the topic, and those that a rule matches to its target', async () => {
    const { folder, remove } = writeMatchmakingAssembly();
    const stack = await startStack({ assembly: folder, port: 0, clockSpeed: 20 });
    const sqs = new SQSClient(clientSettings(stack.url));
    const gamelift = new GameLiftClient(clientSettings(stack.url));
    const { start, statuses } = callsOf(gamelift);
    const typesIn = async (QueueName: string) => {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
      );
      return Messages.map(({ Body = '' }): string => JSON.parse(Body).detail.type).sort();
    };
    try {
      expect(stack.outputs).toEqual({
        Duel: { Arn: 'arn:aws:gamelift:us-east-1:000000000000:matchmakingconfiguration/duel' },
      });
      await start('a', { ann: 1000 });
      await start('b', { bob: 1000 });
      await eventually(async () =>
        expect(await statuses('a', 'b')).toEqual({ a: 'COMPLETED', b: 'COMPLETED' }),
      );
      await eventually(async () =>
        expect(await typesIn('told')).toEqual([
          'MatchmakingSearching',
          'MatchmakingSearching',
          'MatchmakingSucceeded',
          'PotentialMatchCreated',
        ]),
      );
      await eventually(async () => expect(await typesIn('counted')).toEqual(['MatchmakingSucceeded']));
    } finally {
      sqs.destroy();
      gamelift.destroy();
      await stack.stop();
      remove();
    }
  });
});
