import { setTimeout as delay } from 'node:timers/promises';
import { interrupted } from '../interrupted.ts';
import { UsageError } from '../read-arguments.ts';
import { lines, print, printError, text } from '../terminal.ts';
import { chatLines, membersOf } from './chat-lines.ts';
import { CHAT_USAGE, type ChatOptions, readChatOptions } from './chat-options.ts';
import { findChat } from './chat-place.ts';
import type { ChatEvent } from './chat-room.ts';
import { openChatScreen } from './chat-screen.ts';
import { type ChatSession, createChatSession } from './chat-session.ts';
import { openChatSocket } from './chat-socket.ts';
import { type ChatUser, signInUser } from './chat-user.ts';

/** How long leaving may take once it is asked for. */
const LEAVE_MS = 3_000;

/**
 * `npm run chat`, on the local stack that wrote `outputsFile` unless an option names another. Never throws; what went
 * wrong is one line on stderr. Answers the exit code: 0 after leaving, 1 for a failure, 2 for a command line that it does
 * not know.
 */
export async function runChat(args: readonly string[], outputsFile: string): Promise<number> {
  try {
    const options = readChatOptions(args);
    if (options.help) print(lines(CHAT_USAGE));
    else await talk(options, outputsFile);
    return 0;
  } catch (error) {
    printError(error instanceof Error ? error.message || error.name : String(error));
    return error instanceof UsageError ? 2 : 1;
  }
}

async function talk({ room, name, after, url }: ChatOptions, outputsFile: string): Promise<void> {
  const interrupt = interrupted();
  const place = await findChat(outputsFile, url);
  const user = await signInUser(place, name);
  const screen = openChatScreen();
  try {
    screen.show(
      text`${name} in ${room}: a line is a message, /quit or Ctrl-C leaves, npm run chat -- --help tells more`,
    );
    const { show, shown } = namedShow(user, screen.show);
    const session = createChatSession({
      ...{ room, show, ...(after !== undefined && { after }) },
      connect: async (onHappening) => {
        const ticket = encodeURIComponent(await user.ticket());
        return openChatSocket(`${place.outputs.ChatUrl}?ticket=${ticket}`, onHappening);
      },
    });
    void readLines(session, screen);
    const left = interrupt.then(async () => {
      session.leave('now');
      await delay(LEAVE_MS, undefined, { ref: false });
    });
    await Promise.race([session.run(), left]);
    await shown();
    screen.close();
    print('Left.');
  } finally {
    screen.close();
    user.close();
  }
}

/** Sends what is typed until the input ends. */
async function readLines(session: ChatSession, screen: ReturnType<typeof openChatScreen>): Promise<void> {
  screen.onTyping(() => session.want('typing'));
  for await (const line of screen.lines) {
    if (line.trim() === '') continue;
    if (!line.startsWith('/')) session.say(line);
    else if (line.startsWith('//')) session.say(line.slice(1));
    else if (line === '/who') session.want('present');
    else if (line === '/more') session.want('earlier');
    else if (line === '/typing') session.want('typing');
    else if (line === '/quit') break;
    else screen.show(text`${line} is no command; those are /who, /more, /typing and /quit`);
  }
  session.leave('when sent');
}

/** Shows events in their order, each once the names in it are known; `shown` resolves when all are. */
function namedShow(user: ChatUser, show: (line: ReturnType<typeof text>) => void) {
  const names = new Map<string, string>();
  const learn = async (memberId: string) => {
    if (names.has(memberId)) return;
    const name = await user.findName(memberId).catch(() => undefined);
    if (name !== undefined) names.set(memberId, name);
  };
  let before = Promise.resolve();
  return {
    shown: () => before,
    show: (event: ChatEvent): void => {
      // What this user does needs no telling; what is done to them does.
      const isOwn = event.kind === 'happened' && event.happening.memberId === user.memberId;
      if (isOwn && event.happening.type !== 'moderated') return;
      before = before.then(async () => {
        await Promise.all(membersOf(event).map(learn));
        for (const line of chatLines(event, (id) => names.get(id) ?? id)) show(line);
      });
    },
  };
}
