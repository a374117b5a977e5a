import { createRequire } from 'node:module';
import { EngineMissingError } from './errors.ts';
import { findOnPath } from './find-on-path.ts';
import { freePort } from './free-port.ts';
import { type EngineExit, type Leash, startLeashed } from './leash.ts';
import { indexStreamRecords } from './stream-records-index.ts';
import { requireFree, whenReady } from './when-ready.ts';

export type Dynoxide = {
  endpoint: string;
  port: number;
  pid: number;
  exited: Promise<EngineExit>;
  stop(): Promise<void>;
};

/**
 * Starts a DynamoDB-compatible server on 127.0.0.1 and waits until it answers. With `file` its tables live in that
 * SQLite file and survive a kill; without, in memory. `port` absent: a free one.
 * Throws `EngineMissingError`, `EnginePortTakenError`, `EngineExitedError`, `EngineTimeoutError`.
 */
export async function startDynoxide(options: { file?: string; port?: number } = {}): Promise<Dynoxide> {
  const binary = packagedBinary() ?? (await findOnPath('dynoxide'));
  if (binary === undefined) throw missing();
  const port = options.port ?? (await freePort());
  await requireFree('dynoxide', port);
  const file = options.file === undefined ? [] : ['--db-path', options.file];
  const leash = await startLeashed(binary, ['--host', '127.0.0.1', '--port', String(port), ...file]);
  await whenReady('dynoxide', port, leash);
  if (options.file !== undefined) await indexStreamRecords(options.file).catch(stopAndRethrow(leash));
  return { endpoint: `http://127.0.0.1:${port}`, port, ...leash };
}

function stopAndRethrow(leash: Leash) {
  return async (error: unknown): Promise<never> => {
    await leash.stop();
    throw error;
  };
}

function packagedBinary(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  try {
    return createRequire(import.meta.url).resolve('@dynoxide/linux-x64/dynoxide');
  } catch {
    return undefined;
  }
}

function missing(): EngineMissingError {
  return new EngineMissingError(
    'dynoxide',
    'Install the optional npm package @dynoxide/linux-x64 (on Linux x64), or put a `dynoxide` program on PATH, ' +
      'or run DynamoDB Local and give its endpoint.',
  );
}
