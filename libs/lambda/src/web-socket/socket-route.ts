import { parseInput, type SchemaOutput, type StandardSchema } from '@hanok/events';
import { InvalidEventError } from '../errors.ts';
import type { Frame } from './frame.ts';

/** One route of a WebSocket API with the handler behind it: `connectRoute`, `messageRoute` or `disconnectRoute`. */
export type SocketRoute = {
  eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
  /** As in the API's definition, such as `message` or `$default`. */
  routeKey: string;
  run(event: unknown, call: SocketCall): Promise<SocketAnswer>;
};

/** `requestId` is Lambda's id of the invocation. */
type SocketCall = { requestId: string; signal: AbortSignal };

/** `status` counts for `$connect` alone; `frame` is what the client gets of the answer to a message. */
export type SocketAnswer = {
  status: number;
  headers?: Readonly<Record<string, string>>;
  frame?: Frame | undefined;
};

/** The event as its schema has it. Throws `InvalidEventError` for another. */
export function readEvent<Schema extends StandardSchema>(
  schema: Schema,
  event: unknown,
): SchemaOutput<Schema> {
  const parsed = parseInput(schema, event);
  if (!parsed.ok) throw new InvalidEventError(`Not an event of this route: ${parsed.reason}`);
  return parsed.value;
}
