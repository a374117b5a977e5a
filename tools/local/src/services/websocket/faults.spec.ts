import { PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { FaultPlanInput } from '../../faults/fault-plan.ts';
import { closeOf, next, serveApi } from './web-socket.fixture.ts';

type Fault = FaultPlanInput['faults'][number];

let api: Awaited<ReturnType<typeof serveApi>>;
afterEach(() => api?.stop());

const start = async (fault: Fault) => void (api = await serveApi({}, {}, { faults: [fault] }));
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
    [
      Object({ ...posts, kind: 'dropDisconnect' }),
      'must be $disconnect, which a connection runs when it ends',
    ],
  ])('%j is refused', async (fault, message) => {
    await expect(serveApi({}, {}, { faults: [fault] })).rejects.toThrow(message);
  });
});
