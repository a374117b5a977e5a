import { paint, text } from '../terminal.ts';

/** Between two lines where they stay, and between two on a terminal, where one takes the other's place. */
const LINES_MS = 1_000;
const TERMINAL_MS = 100;
const BAR = 30;

/** Where progress is shown. */
type Screen = { isTTY?: boolean; write(text: string): unknown };

/** Shows how many players are read: as one line that changes on a terminal, else as a line now and then. */
export function showProgress(screen: Screen, now: () => number = () => performance.now()) {
  const pause = screen.isTTY ? TERMINAL_MS : LINES_MS;
  let shownAt = now();
  return {
    /** `of`: about how many there are, 0 when it is not known. */
    update: (read: number, of: number): void => {
      if (now() - shownAt < pause) return;
      shownAt = now();
      screen.write(screen.isTTY ? `\r\u001b[2K${progressBar(read, of)}` : `${progressText(read, of)}\n`);
    },
    /** Leaves no bar behind. */
    end: (): void => {
      if (screen.isTTY) screen.write('\r\u001b[2K');
    },
  };
}

/** `12,345 players read, about 40 %`. */
export function progressText(read: number, of: number): string {
  return `${read.toLocaleString('en')} players read${of === 0 ? '' : `, about ${percent(read, of)} %`}`;
}

function progressBar(read: number, of: number): string {
  if (of === 0) return progressText(read, of);
  const full = Math.round((percent(read, of) * BAR) / 100);
  const bar = text`${paint('green', '█'.repeat(full))}${paint('dim', '░'.repeat(BAR - full))}`;
  return text`${bar} ${progressText(read, of)}`.written;
}

/** The count of the board is not that of the table: never more than 100. */
function percent(read: number, of: number): number {
  return Math.min(100, Math.floor((100 * read) / of));
}
