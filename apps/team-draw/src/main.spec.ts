import { expect, it } from '@jest/globals';
import { buildRestEvent } from '@hanok/events/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction } from '@hanok/testing';

const { lines } = prepareFunction({});
const { handler } = await import('./main.ts');

const send = (httpMethod: string, body?: string) =>
  handler(buildRestEvent({ httpMethod, resource: '/draw', ...(body && { body }) }), buildLambdaContext());

it('draws the thirteen, and the same teams again from the seed that it shows', async () => {
  const { statusCode, body } = await send('GET');
  const { Commitment, Teams, LeftOut, Seed } = JSON.parse(body);
  expect({ statusCode, teams: Teams.length, left: LeftOut.length }).toEqual({
    statusCode: 200,
    teams: 4,
    left: 1,
  });
  // The thirteen stand in alphabetical order.
  const names = [...Teams.flat(), ...LeftOut].sort();
  const again = await send('POST', JSON.stringify({ names, teams: 4, size: 3, seed: Seed }));
  expect(JSON.parse(again.body)).toEqual({ Commitment, Teams, LeftOut, Seed });
});

it('answers 400 and the field for a draw that does not fit', async () => {
  const answer = await send('POST', '{"names":["a"],"teams":2,"size":3}');
  expect(answer).toMatchObject({
    statusCode: 400,
    body: '{"Error":"size: teams x size is more than there are names"}',
  });
  const line = { service: 'team-draw', message: 'request', httpMethod: 'POST', status: 400 };
  expect(lines()).toContainEqual(expect.objectContaining(line));
});
