import { parseRuleSet, type RuleSet, RuleSetError } from '@hanok/matchmaking';
import { lines, print, printable } from '../terminal.ts';
import { matchReport } from './match-report.ts';
import { FileError, readFiles, readNumber, readText, runCommand } from './read-file.ts';
import { readTickets } from './read-tickets.ts';

const USAGE = `npm run match:explain -- RULESET.json TICKETS.json [options]

Tells which tickets FlexMatch would match by this rule set, at which second, and which rule keeps the others apart.
Exit code: 0 for a report, 2 for bad options, a file that cannot be read or a rule set that AWS refuses.

TICKETS.json is a list of 1 to 50 tickets, as StartMatchmaking takes them:
  [{"TicketId": "a", "Players": [{"PlayerId": "one", "PlayerAttributes": {"score": {"N": 1000}},
    "LatencyInMs": {"ap-northeast-2": 20}}], "ArrivesAfterSeconds": 0}]

  --request-timeout SECONDS  after which a ticket is taken out (default 60)
  --help                     this text`;

/** `npm run match:explain`: prints the table of pairs, what happens to each pair, and the matches of all rounds. */
export function runExplain(args: readonly string[]): Promise<number> {
  return runCommand(USAGE, args, async () => {
    const options = { 'request-timeout': { type: 'string' } } as const;
    const { values, files } = readFiles(args, options, ['RULESET.json', 'TICKETS.json']);
    const timeout = readNumber('request-timeout', values['request-timeout']) ?? 60;
    const [ruleSetFile = '', ticketsFile = ''] = files;
    const ruleSet = readRuleSet(ruleSetFile, await readText(ruleSetFile));
    const tickets = readTickets(ticketsFile, await readText(ticketsFile));
    print(lines(matchReport(ruleSet, tickets, timeout, printable)));
    return 0;
  });
}

function readRuleSet(file: string, text: string): RuleSet {
  try {
    return parseRuleSet(text);
  } catch (error) {
    if (!(error instanceof RuleSetError)) throw error;
    throw new FileError(`${file} is no rule set: ${error.message.replaceAll('\n', '; ')}`);
  }
}
