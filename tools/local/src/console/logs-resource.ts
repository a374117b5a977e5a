import { logLines, type LogLines, logQuery } from '@hanok/console';
import type { LogLine } from '../log-line.ts';
import { consoleOperation, type ConsoleResource } from './console-operation.ts';

/** The last lines of the functions' logs while this stack runs. */
type LogTail = {
  add(line: LogLine): void;
  read(query: LogTailQuery): LogLines;
  forget(): void;
};

type LogTailQuery = {
  /** Words, each of which must be in the line, in any case. */
  text?: string | undefined;
  functionName?: string | undefined;
  requestId?: string | undefined;
  /** Only lines after the one with this id. */
  after?: number | undefined;
  /** The newest so many. */
  limit: number;
};

/** Lines that are kept. */
const KEPT = 20_000;

/** Calls `onAdded` when there are new lines. */
export function createLogTail(onAdded: () => void): LogTail {
  const lines: LogLines['lines'] = [];
  let lastId = 0;
  return {
    add: ({ functionName, logGroup, logStream, requestId, time, line: text, isPlatform = false }) => {
      lastId += 1;
      lines.push({ id: lastId, time, functionName, logGroup, logStream, requestId, text, isPlatform });
      // Many at a time: a shift for each line moves all the others.
      if (lines.length > KEPT * 1.1) lines.splice(0, lines.length - KEPT);
      onAdded();
    },
    read: ({ after = 0, limit, ...query }) => {
      const matches = matcherOf(query);
      const found: LogLines['lines'] = [];
      for (let index = lines.length - 1; index >= 0 && found.length < limit; index -= 1) {
        const line = lines[index];
        if (line === undefined || line.id <= after) break;
        if (matches(line)) found.push(line);
      }
      const functions = [...new Set(lines.map(({ functionName }) => functionName))].toSorted();
      return { lines: found.reverse(), lastId, kept: lines.length, functions };
    },
    forget: () => void (lines.length = 0),
  };
}

type Query = Pick<LogTailQuery, 'text' | 'functionName' | 'requestId'>;

function matcherOf({ text = '', functionName, requestId }: Query) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (line: LogLines['lines'][number]) => {
    if (functionName !== undefined && line.functionName !== functionName) return false;
    if (requestId !== undefined && line.requestId !== requestId) return false;
    const low = words.length === 0 ? '' : line.text.toLowerCase();
    return words.every((word) => low.includes(word));
  };
}

/** The tail of the functions' logs; `log` among the changes tells that it grew. */
export const logsResource: ConsoleResource<{ logTail: LogTail }> = [
  consoleOperation({
    method: 'GET',
    path: '/logs',
    summary: 'The last lines that functions logged since this stack started.',
    input: logQuery,
    answer: logLines,
    run: ({ logTail }: { logTail: LogTail }, query) => logTail.read(query),
  }),
];
