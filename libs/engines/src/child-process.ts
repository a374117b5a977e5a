import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { Readable } from 'node:stream';

/** How an engine ended; `stopped` when it was asked to. `output` is the tail of its stdout and stderr. */
export type EngineExit = { code: number | null; signal: string | null; stopped: boolean; output: string };

/** A running engine, which ends when this process ends. */
export type ChildProcess = {
  /** The engine's own process id. */
  pid: number;
  exited: Promise<EngineExit>;
  /** SIGTERM, then SIGKILL after 5 s; resolves when the engine is gone. */
  stop(): Promise<void>;
};

const OUTPUT_TAIL = 4096;

/**
 * The engine is killed when stdin closes, which the kernel does however this process ends. The shell stays
 * its parent, so the process id cannot be reused before the watcher is gone. File descriptor 3 tells the id.
 */
const SCRIPT = `
exec 4<&0
"$@" </dev/null 3>&- 4<&- &
engine=$!
trap '' PIPE
echo "$engine" >&3
exec 3>&-
{ read -r _ <&4; kill -TERM "$engine"; sleep 5; kill -KILL "$engine"; } >/dev/null 2>&1 &
watcher=$!
wait "$engine"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"
`;

/**
 * Starts `command` so that it dies with this process, even when this process is killed by SIGKILL. It gets its own
 * session: Ctrl-C in the terminal reaches only this process.
 */
export async function startChildProcess(
  command: string,
  args: readonly string[],
  cwd?: string,
): Promise<ChildProcess> {
  const child = spawn('sh', ['-c', SCRIPT, 'engine', command, ...args], {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    detached: true,
    ...(cwd === undefined ? {} : { cwd }),
  });
  const output = tail(child.stdout, child.stderr);
  let stopped = false;
  const exited = once(child, 'close').then(([code, signal]) => ({
    ...ending(code, signal),
    stopped,
    output: output(),
  }));
  child.stdin.on('error', () => undefined);
  const pid = await firstNumber(child.stdio[3]);
  const stop = async () => {
    stopped = true;
    child.stdin.end();
    await exited;
  };
  return { pid, exited, stop };
}

/** A shell reports a child that died by signal n as code 128 + n. */
function ending(code: unknown, signal: unknown): Pick<EngineExit, 'code' | 'signal'> {
  if (typeof signal === 'string') return { code: null, signal };
  if (typeof code !== 'number') return { code: null, signal: null };
  const name = Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0];
  return name === undefined ? { code, signal: null } : { code: null, signal: name };
}

function tail(...streams: Readable[]): () => string {
  let kept = '';
  for (const stream of streams) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => (kept = (kept + text).slice(-OUTPUT_TAIL)));
  }
  return () => kept;
}

async function firstNumber(stream: unknown): Promise<number> {
  if (!(stream instanceof Readable)) throw new TypeError('The child has no pipe for its process id.');
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return Number(text);
}
