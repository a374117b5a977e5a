import { createInterface, emitKeypressEvents } from 'node:readline';
import { print, type text } from '../terminal.ts';

/** Between two signs that someone types: receivers show one for 5 s. */
const TYPING_MS = 3_000;

/** The terminal of a chat: on a real one, what is being typed stays below the lines that come. */
export function openChatScreen() {
  const { stdin, stdout } = process;
  const isTerminal = stdin.isTTY && stdout.isTTY;
  const reader = createInterface({ input: stdin, ...(isTerminal && { output: stdout, prompt: '> ' }) });
  const clearLine = () => void (isTerminal && stdout.write('\r\u001b[2K'));
  const prompt = () => void (isTerminal && reader.prompt(true));
  // In raw mode Ctrl-C is a key.
  reader.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  // The message comes back with its number: the line that was typed goes.
  reader.on('line', () => void (isTerminal && stdout.write('\u001b[1A\u001b[2K')));
  prompt();
  return {
    /** What is typed, line by line, until the input ends. */
    lines: reader,
    show: (line: ReturnType<typeof text>): void => {
      clearLine();
      print(line);
      prompt();
    },
    onTyping: (tell: () => void): void => {
      if (!isTerminal) return;
      let toldAt = Number.NEGATIVE_INFINITY;
      emitKeypressEvents(stdin, reader);
      stdin.on('keypress', () => {
        if (reader.line === '' || performance.now() - toldAt < TYPING_MS) return;
        toldAt = performance.now();
        tell();
      });
    },
    close: (): void => {
      clearLine();
      reader.close();
      stdin.destroy();
    },
  };
}
