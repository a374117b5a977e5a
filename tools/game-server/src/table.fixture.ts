import { randomUUID } from 'node:crypto';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { gameResult, type GameResult } from '@hanok/scoring';
import { eventually, startQueue } from '@hanok/testing';
import { settings } from './control.ts';
import { connectToGame, type Frame, type GameConnection, type PlacedSession } from './index.ts';
import { openServer } from './process/open-server.ts';

/** Long enough that a spec never meets them. */
const NEVER_MS = 600_000;
const LONG = { helloMs: NEVER_MS, joinMs: NEVER_MS, turnMs: NEVER_MS, closeMs: NEVER_MS };
type Timeouts = Partial<typeof LONG & { firstRetryMs: number; lastRetryMs: number }>;
type Given = { timeouts?: Timeouts; stateFile?: string; maxSessions?: number };

/** What a game server is started with. */
export const given = (queueUrl: string, { timeouts = {}, ...more }: Given = {}) => ({
  queueUrl,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  ...more,
  timeouts: { ...LONG, firstRetryMs: 1, lastRetryMs: 10, ...timeouts },
});

/** The real engine of queues for one spec file. Stop it in `afterAll`. */
export async function startTable() {
  const engine = await startQueue();

  /** A queue of the real engine, and what comes in it. */
  async function newQueue() {
    const name = `queue-${randomUUID()}`;
    await engine.client.send(new CreateQueueCommand({ QueueName: name }));
    const url = engine.queueUrl.replace(/[^/]+$/, name);
    const bodies = async () => {
      const receive = new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 });
      const { Messages = [] } = await engine.client.send(receive);
      return Messages.map(({ Body = '' }) => Body);
    };
    return {
      url,
      /** The messages that stand in it now; they stay hidden then. */
      bodies,
      /** As many results, by player. Waits for them, and fails when there are more. */
      results: async (count: number): Promise<GameResult[]> => {
        const found: string[] = [];
        await eventually(async () => {
          found.push(...(await bodies()));
          if (found.length < count) throw new Error(`Only ${found.length} of ${count} results came.`);
        });
        if (found.length > count) throw new Error(`${found.length} results came in place of ${count}.`);
        return found
          .map((body) => gameResult.parse(JSON.parse(body)))
          .toSorted((a, b) => (a.PlayerName < b.PlayerName ? -1 : 1));
      },
    };
  }

  /** The server in the process of the spec, with a queue of its own unless one is given. */
  async function open({ queueUrl, ...options }: Given & { queueUrl?: string } = {}) {
    const notices: string[] = [];
    const queue = await newQueue();
    const server = await openServer(settings.parse(given(queueUrl ?? queue.url, options)), (text) =>
      notices.push(text),
    );
    return { ...server, ...queue, notices, [Symbol.asyncDispose]: server.stop };
  }

  return { newQueue, open, stop: engine.stop };
}

/** A session of two players as the local GameLift places it, each time another one. */
export function sessionOf(
  scores: Record<string, number | undefined> = { Ann: 1000, Bob: 1000 },
): PlacedSession {
  const players = Object.entries(scores).map(([playerId, score]) => ({
    playerId,
    attributes: score === undefined ? {} : { score: { attributeType: 'DOUBLE', valueAttribute: score } },
  }));
  const teams = players.map((player, index) => ({ name: `team ${index}`, players: [player] }));
  return {
    gameSessionId: randomUUID(),
    matchmakerData: JSON.stringify({ matchId: randomUUID(), matchmakingConfigurationArn: 'arn', teams }),
    players: players.map(({ playerId }) => ({ playerId, playerSessionId: `psess-${randomUUID()}` })),
  };
}

type At = { address: string; port: number };

export function joinAs(at: At, session: PlacedSession, playerId: string): Promise<GameConnection> {
  const playerSessionId = session.players.find((each) => each.playerId === playerId)?.playerSessionId ?? '';
  return connectToGame({ address: at.address, port: at.port, playerSessionId });
}

/** Connects both players and answers their connections by stone, when the game has begun. */
export async function begin(at: At, session: PlacedSession) {
  const seats = await Promise.all(
    session.players.map(async ({ playerId }) => {
      const connection = await joinAs(at, session, playerId);
      const { stone } = await until(connection, 'joined');
      return { stone, playerId, connection };
    }),
  );
  const [black, white] = (['black', 'white'] as const).map((stone) =>
    seats.find((seat) => seat.stone === stone),
  );
  if (!black || !white) throw new Error('Both players have the same stone.');
  for (const { connection } of [black, white]) await until(connection, 'begin');
  return {
    black: black.connection,
    white: white.connection,
    names: { black: black.playerId, white: white.playerId },
  };
}

/** The next frame of that type. Throws when the connection ends before. */
export async function until<Type extends Frame['type']>(
  { events }: GameConnection,
  type: Type,
): Promise<Extract<Frame, { type: Type }>> {
  const passed: Frame[] = [];
  for (;;) {
    const { value, done } = await events.next();
    if (done) throw new Error(`No frame ${type} came, but ${JSON.stringify(passed)}.`);
    if (isOf(value, type)) return value;
    passed.push(value);
  }
}

function isOf<Type extends Frame['type']>(frame: Frame, type: Type): frame is Extract<Frame, { type: Type }> {
  return frame.type === type;
}

/** Every frame until the server closes the connection. */
export async function rest({ events }: GameConnection): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const each of events) frames.push(each);
  return frames;
}

/** Black makes five in a row; each move waits for the one before. Answers what both were told at last. */
export async function playToTheEnd({ black, white }: { black: GameConnection; white: GameConnection }) {
  for (let x = 0; x < 5; x += 1) {
    black.move(x, 9);
    await until(black, 'moved');
    await until(white, 'moved');
    if (x === 4) break;
    white.move(x, 3);
    await until(black, 'moved');
    await until(white, 'moved');
  }
  return { black: await until(black, 'end'), white: await until(white, 'end') };
}
