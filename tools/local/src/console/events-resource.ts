import { PassThrough } from 'node:stream';
import * as z from 'zod';
import type { Change, Changes } from './changes.ts';
import { consoleOperation, type ConsoleResource, RawAnswer } from './console-operation.ts';

/** What waits for a page that does not read, before changes are left out for it. */
const BUFFER_BYTES = 1024 * 1024;
/** A line now and then keeps the connection, and shows that the page is gone. */
const BEAT_MS = 15_000;

/** Changes as they come. https://html.spec.whatwg.org/multipage/server-sent-events.html */
export const eventsResource: ConsoleResource<{ changes: Changes }> = [
  consoleOperation({
    method: 'GET',
    path: '/events',
    summary: 'Changes as server-sent events; after a break, `Last-Event-ID` asks for those that were missed.',
    input: z.strictObject({}),
    answer: 'text/event-stream',
    run: ({ changes }: { changes: Changes }, _input, _body, { headers, signal }) => {
      const lastId = /^\d{1,15}$/.exec(String(headers['last-event-id'] ?? ''))?.[0];
      const stream = new PassThrough();
      stream.write(': hanok\n\n');
      const stop = changes.listen(
        (change) => {
          if (stream.writableLength < BUFFER_BYTES) stream.write(written(change));
        },
        lastId === undefined ? undefined : Number(lastId),
      );
      const beat = setInterval(() => stream.write(': beat\n\n'), BEAT_MS).unref();
      const end = () => {
        clearInterval(beat);
        stop();
        stream.destroy();
      };
      signal.addEventListener('abort', end, { once: true });
      stream.once('close', end);
      const type = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
      return new RawAnswer({ status: 200, headers: type, body: '', stream });
    },
  }),
];

function written({ id, kind, data }: Change): string {
  return `id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}
