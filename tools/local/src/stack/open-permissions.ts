import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { type FunctionPermissions, permissionsOf } from '../services/iam/permission-report.ts';
import type { Roles } from '../services/iam/roles.ts';
import type { Functions } from '../services/lambda/functions.ts';

/** What functions may do, did and were refused. */
type Permissions = AsyncDisposable & { list(): FunctionPermissions[]; forget(): void };

/** The file in the folder of the state, which `nx iam` reads. */
export const PERMISSIONS_FILE = 'permissions.json';
/** The file is written at most so often, in milliseconds. */
const WRITE_EVERY_MS = 1_000;

const counts = z.record(z.string(), z.int());
const saved = z.object({ use: z.object({ allowed: counts, denied: counts }) });

/** Goes on from what the file says of earlier runs; a file that cannot be read is begun anew. */
export function openPermissions(
  file: string,
  { use, policiesOf }: Pick<Roles, 'use' | 'policiesOf'>,
  functions: Pick<Functions, 'list'>,
): Permissions {
  const earlier = saved.safeParse(existsSync(file) ? jsonOf(readFileSync(file, 'utf8')) : undefined);
  if (earlier.success) use.read(earlier.data.use);
  let timer: NodeJS.Timeout | undefined;

  function list(): FunctionPermissions[] {
    return functions
      .list()
      .map(({ config: { name: functionName, roleName } }) =>
        permissionsOf({ functionName, roleName }, policiesOf(roleName), use),
      );
  }

  function write(): void {
    clearTimeout(timer);
    timer = undefined;
    const content = JSON.stringify({ use: use.write(), functions: list() });
    writeFileSync(`${file}.new`, content, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  use.onChange(() => {
    timer ??= setTimeout(write, WRITE_EVERY_MS).unref();
  });
  return { list, forget: use.forget, [Symbol.asyncDispose]: async () => write() };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
