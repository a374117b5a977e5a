import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { UsageError } from '../read-arguments.ts';

export const CHAT_USAGE = `npm run chat -- ROOM [options]

Talks in a room of the running local stack: each line that you type is a message. Two terminals talk with each other.

  --name NAME   who you are: a user of the stack, who is signed up when new (default: your name on this machine)
  --after N     show what came after message N, in place of the last messages
  --url URL     the gateway of the stack, such as http://127.0.0.1:4566 (default: that of \`npm start\`)
  --help        this text

  /who          who is there
  /more         the messages before the first one that is shown
  /typing       tell the others that you type; on a terminal that happens by itself
  /quit         leave; so do Ctrl-C and the end of the input
  //text        a message that begins with a slash

A message has its number when it is acknowledged: ✔ 7. A connection that ends is made again, with what was missed.
Exit code: 0 after leaving, 1 for a failure, 2 for bad options.`;

export type ChatOptions = { room: string; name: string; after?: number; url?: string; help: boolean };

/** Reads the command line. Throws `UsageError`, naming the option. */
export function readChatOptions(args: readonly string[], userName = () => userInfo().username): ChatOptions {
  const { values, positionals } = parse(args);
  const { help, after, url } = values;
  const [room = '', ...others] = positionals;
  if (help) return { room, name: '', help };
  if (room === '' || others.length > 0)
    throw new UsageError('ROOM: the name of one room, such as `npm run chat -- lobby`');
  const name = values.name ?? userName();
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(name))
    throw new UsageError('--name: 1 to 128 letters, digits or signs, without spaces');
  if (after !== undefined && !/^\d{1,15}$/.test(after))
    throw new UsageError('--after: the number of a message, 0 for all that are kept');
  if (url !== undefined && !/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new UsageError('--url: http://host:port');
  return {
    ...{ room, name, help },
    ...(after !== undefined && { after: Number(after) }),
    ...(url !== undefined && { url }),
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = { name: text, after: text, url: text, help: { type: 'boolean', default: false } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
