import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type GivenSettings, type Order, report, type Report, settings } from './control.ts';
import { GameServerError } from './errors.ts';
import type { PlacedSession, Placement } from './process/placed-session.ts';

/** A game server that runs in a process of its own. */
export type GameServer = {
  address: string;
  port: number;
  pid: number;
  /** Waits for the players of a session from now on. Rejects with `GameServerError` for one that is wrong. */
  place(session: PlacedSession): Promise<Placement>;
  /** Resolves with one line when the process ends by itself. */
  died: Promise<string>;
  /** Ends running games without a result. Resolves when the process is gone: it is killed after 10 s. */
  stop(): Promise<void>;
};

const PROGRAM = fileURLToPath(new URL('process/main.ts', import.meta.url));
const KILL_AFTER_MS = 10_000;
const OUTPUT_TAIL = 1_024;

/**
 * Starts the server on a free port of 127.0.0.1. It ends with this process, however that ends. `onNotice` is told lines
 * such as that results wait for the queue; no line holds a player session id. Throws `GameServerError`.
 */
export async function startGameServer({
  onNotice = () => undefined,
  ...given
}: GivenSettings & { onNotice?: (text: string) => void }): Promise<GameServer> {
  const checked = settings.parse(given);
  const child = fork(PROGRAM, {
    execArgv: ['--conditions=@hanok/source', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: true, // Ctrl-C in the terminal reaches this process only, which stops the server.
    env: {},
  });
  const output = tailOf(child);
  const opened = Promise.withResolvers<Extract<Report, { type: 'opened' }>>();
  const waiting = new Map<number, PromiseWithResolvers<Placement>>();
  const send = (order: Order) => void child.send(order, () => undefined);
  let isStopped = false;
  let orders = 0;

  child.on('message', (message) => {
    const told = report.parse(message);
    if (told.type === 'opened') opened.resolve(told);
    else if (told.type === 'failed') opened.reject(new GameServerError(told.reason));
    else if (told.type === 'notice') onNotice(told.text);
    else {
      const settled = waiting.get(told.id);
      waiting.delete(told.id);
      if (told.type === 'placed') settled?.resolve(told.placement);
      else settled?.reject(new GameServerError(told.reason));
    }
  });

  const ended = endOf(child).then((how) => {
    const line = ['The game server ended with ' + how, output()].filter(Boolean).join(': ');
    opened.reject(new GameServerError(line));
    for (const { reject } of waiting.values()) reject(new GameServerError(line));
    return line;
  });
  const stop = async () => {
    isStopped = true;
    if (child.connected) send({ type: 'stop' });
    const kill = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    await ended;
    clearTimeout(kill);
  };

  send({ type: 'open', settings: checked });
  const { address, port } = await opened.promise.catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    ...{ address, port, pid: child.pid ?? 0, stop },
    place: (session) => {
      if (!child.connected) return Promise.reject(new GameServerError('The game server has ended.'));
      const settled = Promise.withResolvers<Placement>();
      waiting.set((orders += 1), settled);
      send({ type: 'place', id: orders, session });
      return settled.promise;
    },
    died: new Promise((resolve) => void ended.then((line) => !isStopped && resolve(line))),
  };
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
    child.once('error', ({ message }) => resolve(message));
  });
}

/** The line in which the process says why it failed. */
function tailOf(child: ChildProcess): () => string {
  let kept = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (kept = (kept + text).slice(-OUTPUT_TAIL)));
  return () =>
    kept
      .trim()
      .split('\n')
      .find((line) => line.includes('Error')) ?? '';
}
