import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { type TraceDetail, traceDetail } from '@hanok/console';
import { UsageError } from '../read-arguments.ts';
import { lines, print, printError } from '../terminal.ts';
import { waterfall } from './waterfall.ts';

const USAGE = `npm run trace -- ID|latest [options]

  ID          the id of a trace, or of a request, a message, an event, a ticket or an execution of it
  latest      the trace that began last (the default)
  --url URL   the gateway of the stack (default: the one that npm start wrote to .hanok/outputs.json)
  --help      this text`;

/** The stack cannot tell of the trace; the message says why and what to do. */
class TraceError extends Error {
  override readonly name = 'TraceError';
}

/** Prints one trace of the running stack; answers the exit code: 1 when there is none, 2 for bad arguments. */
export async function runTrace(args: readonly string[], outputsFile: string): Promise<number> {
  try {
    const { id, url, help } = readTraceArguments(args);
    if (help) print(lines(USAGE));
    else
      print(waterfall(await fetchTrace(url ?? gatewayUrl(outputsFile), id), process.stdout.columns || 100));
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof TraceError)) throw error;
    printError(error.message);
    return error instanceof UsageError ? 2 : 1;
  }
}

function readTraceArguments(args: readonly string[]) {
  const options = { url: { type: 'string' }, help: { type: 'boolean', default: false } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [id = 'latest', ...more] = positionals;
    if (more.length > 0) throw new UsageError('Name one id: npm run trace -- ID');
    return { id, ...values };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const outputs = z.object({ Local: z.object({ GatewayUrl: z.string() }) });

function gatewayUrl(file: string): string {
  try {
    return outputs.parse(JSON.parse(readFileSync(file, 'utf8'))).Local.GatewayUrl;
  } catch {
    throw new TraceError('No stack has been started here: start it with `npm start`, or name it with --url');
  }
}

async function fetchTrace(url: string, id: string): Promise<TraceDetail> {
  const response = await fetch(`${url}/_hanok/traces/${encodeURIComponent(id)}`).catch(() => undefined);
  if (response === undefined) throw new TraceError(`No stack answers at ${url}: start it with \`npm start\``);
  if (response.status === 404)
    throw new TraceError(
      id === 'latest'
        ? 'Nothing has entered the stack yet'
        : `There is no trace of ${id}: it is not of this stack, or too old`,
    );
  const parsed = traceDetail.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw new TraceError(`What answers at ${url} is not this version of the local stack`);
}
