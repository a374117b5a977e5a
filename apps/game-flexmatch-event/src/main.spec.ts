import sample from '@hanok/events/samples/flexmatch-event.json' with { type: 'json' };
import { buildLambdaContext } from '@hanok/lambda/testing';
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
