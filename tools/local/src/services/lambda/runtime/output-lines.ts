import type { Readable } from 'node:stream';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html Counts 26 bytes of its own. */
export const MOST_EVENT_BYTES = 1_048_576 - 26;

const LINE_FEED = 0x0a;

/**
 * Reads what a process writes by itself, line by line. A line ends with a line feed and with nothing else that some
 * program takes for an end; one that is longer than a log event may be is given in parts.
 */
export function readOutputLines(stream: Readable, onLine: (line: string) => void): void {
  let parts: Buffer[] = [];
  let length = 0;

  function end(): void {
    onLine(Buffer.concat(parts).toString().replace(/\r$/, ''));
    [parts, length] = [[], 0];
  }

  function add(bytes: Buffer): void {
    for (let rest = bytes; rest.length > 0;) {
      if (length === MOST_EVENT_BYTES) end();
      const part = rest.subarray(0, MOST_EVENT_BYTES - length);
      parts.push(part);
      length += part.length;
      rest = rest.subarray(part.length);
    }
  }

  stream.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let feed = chunk.indexOf(LINE_FEED); feed !== -1; feed = chunk.indexOf(LINE_FEED, start)) {
      add(chunk.subarray(start, feed));
      end();
      start = feed + 1;
    }
    add(chunk.subarray(start));
  });
  stream.once('end', () => {
    if (length > 0) end();
  });
}
