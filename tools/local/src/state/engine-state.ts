import { type EngineExit, EngineExitedError } from '@hanok/engines';
import { StateFileError } from './errors.ts';

/**
 * For an engine that ended before it was ready: what it was given of the state cannot be used, as the last line says
 * that it wrote. Other errors stay as they are.
 */
export function inState(path: string): (error: unknown) => never {
  return (error) => {
    throw error instanceof EngineExitedError ? new StateFileError(path, reasonOf(error.exit)) : error;
  };
}

function reasonOf({ output, code, signal }: EngineExit): string {
  return output.trim().split('\n').at(-1) || `its engine ended (${signal ?? `code ${code}`})`;
}
