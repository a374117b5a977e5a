import { join } from 'node:path';
import { BuildInterruptedError, workspaceRoot } from './build-assembly.ts';
import { exitCodeOf } from './exit-code.ts';
import { runStack, type StackPlace } from './run-stack.ts';
import { readStartOptions, USAGE } from './start-options.ts';
import { lines, print } from './terminal.ts';

/** `npm start`: runs the stack until it is interrupted or an engine ends. Answers the exit code; never throws. */
export async function runStart(
  args: readonly string[],
  place: Omit<StackPlace, 'needsRedis' | 'compileCache'>,
): Promise<number> {
  const inWorkspace = {
    ...place,
    needsRedis: () => true,
    compileCache: join(workspaceRoot, 'node_modules/.cache/node'),
  };
  const run = async () => {
    const options = readStartOptions(args, process.env);
    if (options.help) print(lines(USAGE));
    else await runStack(options, inWorkspace);
  };
  const unlessInterrupted = (error: unknown) => {
    if (!(error instanceof BuildInterruptedError)) throw error;
  };
  return exitCodeOf(
    () => run().catch(unlessInterrupted),
    () => place.folder,
  );
}
