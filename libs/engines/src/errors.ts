import type { EngineExit } from './child-process.ts';

/** The engine's program is not on this machine. `message` says how to get it. */
export class EngineMissingError extends Error {
  override readonly name = 'EngineMissingError';
  readonly engine: string;

  constructor(engine: string, remedy: string) {
    super(`${engine} was not found. ${remedy}`);
    this.engine = engine;
  }
}

/** Another program already listens on the port that the engine was to use. */
export class EnginePortTakenError extends Error {
  override readonly name = 'EnginePortTakenError';
  readonly engine: string;
  readonly port: number;

  constructor(engine: string, port: number) {
    super(`Port ${port} for ${engine} is taken by another program.`);
    this.engine = engine;
    this.port = port;
  }
}

/** The engine ended before it was ready. `message` carries its exit code and its last lines. */
export class EngineExitedError extends Error {
  override readonly name = 'EngineExitedError';
  readonly engine: string;
  readonly exit: EngineExit;

  constructor(engine: string, exit: EngineExit) {
    super(describeExit(engine, exit));
    this.engine = engine;
    this.exit = exit;
  }
}

/** The engine runs, but did not answer in time. */
export class EngineTimeoutError extends Error {
  override readonly name = 'EngineTimeoutError';
  readonly engine: string;

  constructor(engine: string, port: number, timeoutMs: number) {
    super(`${engine} did not answer on port ${port} within ${timeoutMs} ms.`);
    this.engine = engine;
  }
}

/** One readable line on how an engine ended, followed by its last output lines. */
export function describeExit(engine: string, exit: EngineExit): string {
  const how = exit.signal ? `by signal ${exit.signal}` : `with code ${exit.code}`;
  const lines = exit.output.trim().split('\n').slice(-5).join('\n');
  return lines === '' ? `${engine} ended ${how}.` : `${engine} ended ${how}:\n${lines}`;
}
