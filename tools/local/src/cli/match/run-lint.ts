import { lintRuleSet } from '@hanok/matchmaking';
import { paint, print, text } from '../terminal.ts';
import { readFiles, readNumber, readText, runCommand } from './read-file.ts';

const USAGE = `npm run match:lint -- RULESET.json [options]

Tells what is wrong or odd in a FlexMatch rule set: what AWS refuses, keys that stand twice, rules that can never
fail or never hold, steps that never count, attributes that no player sends.
Exit code: 0 without errors, 1 with errors, 2 for bad options or a file that cannot be read.

  --request-timeout SECONDS  of the configuration that uses it: later steps never count
  --sent NAME                an attribute that players send; may stand several times
  --help                     this text`;

const OPTIONS = {
  'request-timeout': { type: 'string' },
  sent: { type: 'string', multiple: true },
} as const;

/** `npm run match:lint`: prints the findings and answers the exit code. */
export function runLint(args: readonly string[]): Promise<number> {
  return runCommand(USAGE, args, async () => {
    const { values, files } = readFiles(args, OPTIONS, ['RULESET.json']);
    const [file = ''] = files;
    const requestTimeoutSeconds = readNumber('request-timeout', values['request-timeout']);
    const findings = lintRuleSet(await readText(file), {
      ...(requestTimeoutSeconds !== undefined && { requestTimeoutSeconds }),
      ...(values.sent && { sentAttributes: values.sent }),
    });
    for (const { severity, path, message } of findings)
      print(
        text`${paint(severity === 'error' ? 'red' : 'yellow', severity)} ${path === '' ? '' : `${path}: `}${message}`,
      );
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    print(text`${file}: ${errors} errors, ${findings.length - errors} warnings`);
    return errors > 0 ? 1 : 0;
  });
}
