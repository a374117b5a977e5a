/** Reports trouble that lasts, once: the same words are logged again only after `over` or a different trouble. */
export type TroubleLog = {
  report(message: string): void;
  over(): void;
};

export function createTroubleLog(log: (line: string) => void, subject: string): TroubleLog {
  let last: string | undefined;
  return {
    report(message) {
      if (message !== last) log(`${subject}: ${message}`);
      last = message;
    },
    over() {
      if (last !== undefined) log(`${subject}: works again`);
      last = undefined;
    },
  };
}

/** An error as one line: its name and message, nothing of its stack. */
export function inOneLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name}: ${error.message}`.replaceAll(/\s+/g, ' ');
}
