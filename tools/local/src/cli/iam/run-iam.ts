import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { permissionReport, type PermissionReport } from '@hanok/console';
import { PERMISSIONS_FILE } from '../../stack/open-permissions.ts';
import { exitCodeOf } from '../exit-code.ts';
import { readCommand, UsageError } from '../read-arguments.ts';
import { lines, print } from '../terminal.ts';
import { permissionTable, type ReportedFunction } from './permission-table.ts';

const USAGE = `npx nx iam APP [--json]

  APP           the name of a function; all functions without one
  --json        the report as JSON
  --state DIR   where the stack keeps its state (default: .hanok/state, that of npm start)
  --help        this text

Tells what the policies of a function grant and the last runs of npm start used, and what they did not grant.
npm start -- --reset begins anew.`;

/** No stack has written its report, or none of that function. */
class NoReportError extends Error {
  override readonly name = 'NoReportError';
}

/** Prints which permissions were used; answers the exit code: 1 when there is no report, 2 for bad arguments. */
export function runIam(args: readonly string[], defaultState: string): Promise<number> {
  return exitCodeOf(
    async () => {
      const { values, positionals } = readCommand(args, {
        json: { type: 'boolean', default: false },
        state: { type: 'string', default: defaultState },
        help: { type: 'boolean', default: false },
      });
      if (values.help) return print(lines(USAGE));
      if (positionals.length > 1) throw new UsageError('Name one function: npx nx iam APP');
      const functions = reported(values.state, positionals[0]);
      print(
        lines(
          values.json ? JSON.stringify(functions, undefined, 2) : functions.map(permissionTable).join('\n\n'),
        ),
      );
    },
    () => defaultState,
  );
}

/** An app is known by the name of its function, whatever their cases. */
function reported(state: string, app: string | undefined): ReportedFunction[] {
  const { functions } = readReport(join(state, PERMISSIONS_FILE));
  if (app === undefined) return functions;
  const found = functions.filter(({ functionName }) => functionName.toLowerCase() === app.toLowerCase());
  if (found.length > 0) return found;
  const names = functions.map(({ functionName }) => functionName).join(', ');
  throw new NoReportError(`The last stack has no function ${app}, but ${names}`);
}

function readReport(file: string): PermissionReport {
  try {
    return permissionReport.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new NoReportError(
      `There is no report at ${file}: run the stack with \`npm start\`, send events, and ask again`,
    );
  }
}
