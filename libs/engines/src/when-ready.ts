import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineExitedError, EnginePortTakenError, EngineTimeoutError } from './errors.ts';
import type { ChildProcess } from './child-process.ts';

const POLL_MS = 3;

/**
 * Resolves when `ready` answers true; asks every 3 ms. Rejects with `EngineExitedError` when the engine ends first
 * and with `EngineTimeoutError` after `timeoutMs`; the engine is stopped then.
 */
export async function whenReady(
  engine: string,
  port: number,
  child: ChildProcess,
  ready: () => Promise<boolean> = () => accepts('127.0.0.1', port),
  timeoutMs = 15_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  const exit = child.exited.then((ended) => {
    throw new EngineExitedError(engine, ended);
  });
  exit.catch(() => undefined);
  while (!(await Promise.race([ready(), exit]))) {
    if (Date.now() > deadline) {
      await child.stop();
      throw new EngineTimeoutError(engine, port, timeoutMs);
    }
    await Promise.race([delay(POLL_MS), exit]);
  }
}

/** Throws `EnginePortTakenError` when another program listens: it would otherwise be taken for the engine. */
export async function requireFree(engine: string, port: number, host = '127.0.0.1'): Promise<void> {
  if (await accepts(host, port)) throw new EnginePortTakenError(engine, port);
}

/** Whether a program listens on a port of an address. */
export function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
