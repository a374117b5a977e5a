import { isDeepStrictEqual } from 'node:util';
import { type CodePackage, openCode } from './code-package.ts';
import { FunctionConfigError } from './errors.ts';
import type { FunctionConfig } from './function-config.ts';
import { refuseReservedVariables } from './runtime/runtime-variables.ts';

/** A function as it stands: its configuration and the code that it runs. */
export type DeployedFunction = { config: FunctionConfig; code: CodePackage; lastModified: Date };

/** Whether code and configuration are those of the function. */
export function sameFunction(
  { config, code }: DeployedFunction,
  newConfig: FunctionConfig,
  newCode: CodePackage,
): boolean {
  return code.sha256 === newCode.sha256 && isDeepStrictEqual(config, newConfig);
}

/** Throws `FunctionConfigError` for a zip that cannot be unpacked. */
export async function openFunctionCode(config: FunctionConfig, dir: string): Promise<CodePackage> {
  try {
    return await openCode(config.zipFile, dir);
  } catch (cause) {
    throw new FunctionConfigError(
      config.name,
      `its zip ${config.zipFile} cannot be unpacked: ${String(cause)}`,
      { cause },
    );
  }
}

/** They run on the Node that runs the stack, whichever it is. */
const RUNTIMES: readonly string[] = ['nodejs20.x', 'nodejs22.x', 'nodejs24.x'];

/** Throws `FunctionConfigError` for what cannot be run as on Lambda. */
export function checkConfig(config: FunctionConfig): void {
  const refuse = (reason: string): never => {
    throw new FunctionConfigError(config.name, reason);
  };
  if (!RUNTIMES.includes(config.runtime))
    refuse(`runtime is ${config.runtime}; the local stack runs ${RUNTIMES.join(', ')}, all on its own Node.`);
  if (!isWithin(config.memorySizeMb, 128, 10_240)) refuse('memorySizeMb must be 128 to 10240.');
  if (!isWithin(config.timeoutSeconds, 1, 900)) refuse('timeoutSeconds must be 1 to 900.');
  refuseReservedVariables(config);
}

function isWithin(value: number, minimum: number, maximum: number): boolean {
  return Number.isInteger(value) && value >= minimum && value <= maximum;
}
