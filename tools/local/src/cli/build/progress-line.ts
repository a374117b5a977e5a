import type { BuildProgress } from './build-progress.ts';
import { print, rewrite, text } from '../terminal.ts';

/** What shows the progress of a build. */
type ProgressLine = {
  show(progress: BuildProgress): void;
  /** Says that the build is done. */
  end(): void;
  /** Leaves no line behind that is still rewritten; safe to repeat. */
  close(): void;
};

/** One line: on a terminal rewritten, with the seconds that pass; elsewhere a line at the beginning and one at the end. */
export function progressLine(isTerminal = process.stdout.isTTY === true): ProgressLine {
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  let progress: BuildProgress = { total: undefined, done: 0, project: undefined };
  let open = isTerminal;
  let shown = '';
  const write = () => {
    const line = `Building functions and templates${count(progress)} (${Math.floor(seconds())} s)`;
    if (line !== shown) rewrite(line);
    shown = line;
  };
  const timer = isTerminal ? setInterval(write, 1_000) : undefined;
  if (isTerminal) write();
  else print('Building functions and templates …');

  function close(): void {
    clearInterval(timer);
    if (open) rewrite('');
    open = false;
  }

  return {
    show: (next) => {
      progress = next;
      if (open) write();
    },
    end: () => {
      close();
      const { total } = progress;
      const tasks = total === undefined ? '' : ` (${total} tasks)`;
      print(text`Built functions and templates in ${seconds().toFixed(1)} s${tasks}`);
    },
    close,
  };
}

function count({ total, done, project }: BuildProgress): string {
  if (total === undefined) return '';
  return `: ${done} of ${total}${project === undefined ? '' : `, ${project}`}`;
}
