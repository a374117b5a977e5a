import { readFileSync } from 'node:fs';
import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { eventually } from '@hanok/testing';
import { expect } from '@jest/globals';

const page = readFileSync(new URL('../../../../docs/operating.md', import.meta.url), 'utf8');
const DAY_S = 86_400;

/** The queries of docs/operating.md by their questions. */
export const QUESTIONS: ReadonlyMap<string, string> = new Map(
  [...page.matchAll(/\n### ([^\n]+\?)\n(?:(?!\n### )[^])*?\n```insights\n([^]+?)\n```/g)].map(
    ([, question = '', query = '']) => [question, query],
  ),
);

/** The titles of its sections on alarms. */
export const ALARM_SECTIONS: readonly string[] = [...page.matchAll(/\n### (\w+Alarm)\n/g)].map(
  ([, title = '']) => title,
);

type Row = Record<string, string | undefined>;

/** Asks a question of the page of these log groups, with `ids` in the places that it leaves for them. */
export async function askLogs(
  logs: CloudWatchLogsClient,
  question: string,
  { logGroupNames, ids = {} }: { logGroupNames: string[]; ids?: Readonly<Record<string, string>> },
): Promise<Row[]> {
  const query = QUESTIONS.get(question);
  if (query === undefined) throw new Error(`docs/operating.md does not ask: ${question}`);
  const queryString = Object.entries(ids).reduce((text, [name, id]) => text.replaceAll(name, id), query);
  return runQuery(logs, queryString, logGroupNames);
}

/** The rows that Logs Insights answers for these log groups. */
export async function runQuery(
  logs: CloudWatchLogsClient,
  queryString: string,
  logGroupNames: string[],
): Promise<Row[]> {
  const now = Math.floor(Date.now() / 1000);
  // The clock of the stack may be fast: its lines are of later days.
  const { queryId } = await logs.send(
    new StartQueryCommand({ logGroupNames, queryString, startTime: now - DAY_S, endTime: now + 30 * DAY_S }),
  );
  const { results = [] } = await eventually(async () => {
    const answer = await logs.send(new GetQueryResultsCommand({ queryId }));
    expect(answer.status).toBe('Complete');
    return answer;
  });
  return results.map((row) =>
    Object.fromEntries(row.flatMap(({ field = '', value }) => (field === '@ptr' ? [] : [[field, value]]))),
  );
}
