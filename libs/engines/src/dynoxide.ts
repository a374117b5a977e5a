import { randomInt } from 'node:crypto';
import { createRequire } from 'node:module';
import { EngineMissingError } from './errors.ts';
import { findOnPath } from './find-on-path.ts';
import { freePort } from './free-port.ts';
import { type EngineExit, type ChildProcess, startChildProcess } from './child-process.ts';
import { accepts, requireFree, whenReady } from './when-ready.ts';

export type Dynoxide = {
  endpoint: string;
  port: number;
  pid: number;
  exited: Promise<EngineExit>;
  stop(): Promise<void>;
};

/**
 * Starts a DynamoDB-compatible server on a loopback address and waits until it answers. With `file` its tables live in that
 * SQLite file and survive a kill; without, in memory. `port` absent: a free one.
 * Throws `EngineMissingError`, `EnginePortTakenError`, `EngineExitedError`, `EngineTimeoutError`.
 */
export async function startDynoxide(options: { file?: string; port?: number } = {}): Promise<Dynoxide> {
  const binary = packagedBinary() ?? (await findOnPath('dynoxide'));
  if (binary === undefined) throw missing();
  const port = options.port ?? (await freePort());
  const host = hiddenLoopback();
  if (options.port !== undefined) await requireFree('dynoxide', port, host);
  const file = options.file === undefined ? [] : ['--db-path', options.file];
  const child = await startChildProcess(binary, ['--host', host, '--port', String(port), ...file]);
  await whenReady('dynoxide', port, child, () => accepts(host, port));
  if (options.file !== undefined) await indexStreamRecords(options.file).catch(stopAndRethrow(child));
  return { endpoint: `http://${host}:${port}`, port, ...child };
}

/**
 * An address of 127.0.0.0/8, another one each time, where the system answers to all of them. The engine lets pages of
 * any origin in, and a page that looks for its port would have to find one of 16 million addresses too.
 */
function hiddenLoopback(): string {
  if (process.platform !== 'linux') return '127.0.0.1';
  return `127.${randomInt(1, 255)}.${randomInt(0, 256)}.${randomInt(1, 255)}`;
}

function stopAndRethrow(child: ChildProcess) {
  return async (error: unknown): Promise<never> => {
    await child.stop();
    throw error;
  };
}

/**
 * Adds one index to the engine's stream table, once per file. For each write the engine asks for the table's highest
 * sequence number, and for each read for the ones above a position; without the index both scan all stream records.
 * Safe beside the running engine: the file is in WAL mode, and a lock is waited for up to 5 s.
 */
async function indexStreamRecords(file: string): Promise<void> {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    database.exec(
      'CREATE INDEX IF NOT EXISTS hanok_stream_position ON _stream_records (table_name, CAST(sequence_number AS INTEGER))',
    );
  } finally {
    database.close();
  }
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
      'or give `npm start` and `npm run demo` a running engine, such as DynamoDB Local, with --dynamodb-endpoint.',
  );
}
