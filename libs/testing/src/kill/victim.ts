import { createHook } from 'node:async_hooks';

/** A step of a program: it goes on at this place for the nth time. */
export type KillPoint = { place: string; nth: number };
/** What a victim is told, as JSON in its first argument. */
export type Orders<Order> = { order: Order; kill?: KillPoint };
/** What its last line says, if it lives to write it; the places of its steps in turn. */
export type Survival<Outcome> = { outcome: Outcome; steps: string[] };

/** Runs a part of the program in which each step counts, and may be the last. */
export type Killable = <Answer>(part: () => Promise<Answer>) => Promise<Answer>;

/**
 * The main function of a program that `killAtEachStep` kills with SIGKILL just before one of its steps. Steps are all
 * that the process goes on with after it let go: an await or other promise made by our code, named by its line; a
 * timer, an event of a socket. Left out are the promises and ticks inside the packages that are bundled apart: what
 * they do is seen outside at the next socket event only.
 */
export async function live<Order, Outcome>(
  main: (order: Order, killable: Killable) => Promise<Outcome>,
): Promise<void> {
  const { order, kill }: Orders<Order> = JSON.parse(process.argv[2] ?? '');
  const steps: string[] = [];
  const outcome = await main(order, async (part) => {
    const stop = watchSteps((place) => {
      steps.push(place);
      const nth = place === kill?.place ? steps.filter((each) => each === place).length : undefined;
      if (nth !== undefined && nth === kill?.nth) process.kill(process.pid, 'SIGKILL');
    });
    try {
      return await part();
    } finally {
      stop();
    }
  });
  const survival: Survival<Outcome> = { outcome, steps };
  process.stdout.write(`\n${JSON.stringify(survival)}\n`);
}

function watchSteps(beforeStep: (place: string) => void): () => void {
  const places = new Map<number, string>();
  const init = (id: number, type: string) => {
    places.set(id, type === 'PROMISE' ? placeInCode(init) : type);
  };
  const before = (id: number) => {
    const place = places.get(id) ?? 'earlier';
    if (place !== APART && place !== 'TickObject') beforeStep(place);
  };
  const hook = createHook({ init, before }).enable();
  return () => void hook.disable();
}

const APART = 'apart';

/** The line of this program that makes a promise right now, or that a package apart makes it. */
function placeInCode(hook: (id: number, type: string) => void): string {
  const trace: { stack: readonly NodeJS.CallSite[] } = { stack: [] };
  const { prepareStackTrace } = Error;
  // As text a trace costs three times as much.
  Error.prepareStackTrace = (_, sites) => sites;
  Error.captureStackTrace(trace, hook);
  const site = trace.stack.find((each) => each.getFileName()?.endsWith('.cjs'));
  Error.prepareStackTrace = prepareStackTrace;
  return site?.getFileName() === __filename ? `line ${site.getLineNumber()}` : APART;
}
