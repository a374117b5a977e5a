import { buildLambdaContext } from '@hanok/lambda/testing';
import sample from '@hanok/matchmaking/samples/flexmatch-event.json' with { type: 'json' };
import { prepareFunction } from '@hanok/testing';
import { expect, it } from '@jest/globals';

const { lines } = prepareFunction({});
const { handler } = await import('./main.ts');

it('logs and counts the match of the sample event', async () => {
  await handler(sample, buildLambdaContext());
  expect(lines()).toMatchObject([
    { message: 'match', type: 'MatchmakingSucceeded', eventId: sample.id, tickets: 2 },
    { MatchmakingSucceeded: 1 },
  ]);
});
