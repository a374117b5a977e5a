import {
  DescribeMatchmakingCommand,
  StartMatchmakingCommand,
  StopMatchmakingCommand,
} from '@aws-sdk/client-gamelift';
import { afterAll, expect, it } from '@jest/globals';
import { startGameLift } from './game-lift.ts';

const gameLift = await startGameLift();
afterAll(gameLift.stop);
const { client, configuration: ConfigurationName } = gameLift;
const Players = [{ PlayerId: 'SomeName', PlayerAttributes: { score: { N: 1000 } } }];
const start = (TicketId: string, name = ConfigurationName) =>
  client.send(new StartMatchmakingCommand({ ConfigurationName: name, TicketId, Players }));

it('starts a ticket once, and tells where those stand that are there', async () => {
  const { MatchmakingTicket } = await start('one');
  expect(MatchmakingTicket).toMatchObject({ TicketId: 'one', Status: 'QUEUED', Players });
  await expect(start('one')).rejects.toMatchObject({ name: 'InvalidRequestException' });
  const describe = new DescribeMatchmakingCommand({ TicketIds: ['none', 'one'] });
  const { TicketList } = await client.send(describe);
  expect(TicketList).toMatchObject([{ TicketId: 'one', StartTime: new Date(1_700_000_000_250) }]);
  expect(gameLift.calls).toEqual(['StartMatchmaking', 'StartMatchmaking', 'DescribeMatchmaking']);
});

it('refuses what it does not know: another configuration, another operation', async () => {
  await expect(start('two', 'Other')).rejects.toMatchObject({ name: 'NotFoundException' });
  const stop = client.send(new StopMatchmakingCommand({ TicketId: 'one' }));
  await expect(stop).rejects.toMatchObject({ name: 'UnknownOperationException' });
});
