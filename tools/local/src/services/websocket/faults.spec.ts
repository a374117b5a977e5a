import { PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import type { FaultPlanInput } from '../../faults/fault-plan.ts';
import { closeOf, next, serveApi } from './web-socket.fixture.ts';

type Fault = FaultPlanInput['faults'][number];

let api: Awaited<ReturnType<typeof serveApi>>;
afterEach(() => api?.stop());

const start = async (...faults: Fault[]) => void (api = await serveApi({}, {}, { faults }));
const posts = { service: 'execute-api', operation: 'PostToConnection', rate: 1 } as const;
const ends = { service: 'execute-api', operation: '$disconnect', rate: 1 } as const;

async function ended(): Promise<void> {
  const socket = await api.connect();
  socket.close();
  await closeOf(socket);
}

const keysOf = () => api.events.map(({ requestContext }) => requestContext.routeKey);

describe('a fault of a WebSocket API', () => {
  it('gone: the post of that number finds no connection, and the others arrive', async () => {
    await start({ ...posts, kind: 'gone', nth: 2 });
    const sockets = [await api.connect(), await api.connect(), await api.connect()];
    const received = sockets.map(next);
    const post = (at: number, Data: string) => {
      const ConnectionId = api.events[at]?.requestContext.connectionId;
      return api.client().send(new PostToConnectionCommand({ ConnectionId, Data }));
    };
    await post(0, 'x');
    await expect(post(1, 'lost')).rejects.toMatchObject({ name: 'GoneException' });
    await post(2, 'x');
    await post(1, 'later');
    expect(await Promise.all(received)).toEqual(['x', 'later', 'x']);
  });

  /** Two clients with the posts to them, and what they heard. */
  const two = async () => {
    const heard: string[] = [];
    const posts = [];
    for (const name of ['a', 'b']) {
      api.events.length = 0;
      (await api.connect()).on('message', (data) => void heard.push(`${name}${String(data)}`));
      const { requestContext } = await api.eventOf('$connect');
      const { connectionId: ConnectionId } = requestContext;
      posts.push((Data: string) => api.client().send(new PostToConnectionCommand({ ConnectionId, Data })));
    }
    const [toA, toB] = posts;
    if (toA === undefined || toB === undefined) throw new Error('two clients connect');
    return { heard, toA, toB };
  };

  /** So many calls are under way that a fault has struck. */
  const strikes = (count: number) => eventually(() => expect(api.struck).toHaveLength(count));

  it('reorder: a post arrives after the next one to its connection, and those to others do not wait', async () => {
    await start({ ...posts, kind: 'reorder', times: 1, ms: 900_000 });
    const { heard, toA, toB } = await two();
    const first = toA('1');
    await strikes(1);
    await toB('1');
    await toA('2');
    await first;
    await toA('3');
    await eventually(() => expect(heard).toEqual(['b1', 'a2', 'a1', 'a3']));
  });

  it('reorder: a post that no other one follows arrives in the end', async () => {
    await start({ ...posts, kind: 'reorder', ms: 20 });
    const { heard, toA } = await two();
    await toA('1');
    await eventually(() => expect(heard).toEqual(['a1']));
  });

  it('reorder: struck each time, posts arrive in pairs that are turned round', async () => {
    await start({ ...posts, kind: 'reorder', ms: 900_000 });
    const { heard, toA } = await two();
    const first = toA('1');
    await strikes(1);
    await Promise.all([first, toA('2')]);
    const third = toA('3');
    await strikes(3);
    await Promise.all([third, toA('4')]);
    await eventually(() => expect(heard).toEqual(['a2', 'a1', 'a4', 'a3']));
  });

  it('latency: a post arrives later than those after it', async () => {
    await start({ ...posts, kind: 'latency', times: 1, ms: 100 });
    const { heard, toA } = await two();
    const first = toA('1');
    await strikes(1);
    await toA('2');
    await first;
    await eventually(() => expect(heard).toEqual(['a2', 'a1']));
  });

  it('gone: strikes the post of its number beside what strikes all', async () => {
    await start({ ...posts, kind: 'gone', nth: 2 }, { ...posts, kind: 'throttle' });
    const { toA } = await two();
    await expect(toA('1')).rejects.toMatchObject({ name: 'LimitExceededException' });
    await expect(toA('2')).rejects.toMatchObject({ name: 'GoneException' });
    await expect(toA('3')).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it('dropDisconnect: $disconnect does not run, as often as the plan says', async () => {
    await start({ ...ends, kind: 'dropDisconnect', times: 1 });
    await ended();
    await ended();
    await api.eventOf('$disconnect');
    expect(keysOf()).toEqual(['$connect', '$connect', '$disconnect']);
  });

  it('repeatDisconnect: $disconnect runs twice', async () => {
    await start({ ...ends, kind: 'repeatDisconnect' });
    await ended();
    await api.eventOf('$disconnect');
    const [, first, second] = api.events;
    expect(keysOf()).toEqual(['$connect', '$disconnect', '$disconnect']);
    expect(second).toEqual(first);
  });

  it.each<[Fault, string]>([
    [Object({ ...ends, kind: 'gone' }), 'must be PostToConnection for gone'],
    [Object({ ...ends, kind: 'reorder' }), 'must be PostToConnection for reorder'],
    [Object({ ...posts, kind: 'reorder', nth: 1 }), 'nth: is not a field of it'],
    [
      Object({ ...posts, kind: 'dropDisconnect' }),
      'must be $disconnect, which a connection runs when it ends',
    ],
  ])('%j is refused', async (fault, message) => {
    await expect(serveApi({}, {}, { faults: [fault] })).rejects.toThrow(message);
  });
});
