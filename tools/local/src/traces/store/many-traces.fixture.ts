import { openTraceStore } from './trace-store.ts';

/** One in so many is tried again, and one in so many has a dead letter. */
const [RETRIED, DEAD] = [100, 1_000];
const ANSWER = '{"batchItemFailures":[]}';
const RESULT = '{"PlayerName":"선수-@number","WinDiff":1,"LoseDiff":0,"ScoreDiff":3}';
const RECORD = { messageId: 'message-@number', body: RESULT, eventSource: 'aws:sqs' };
const IMAGE = { PlayerName: { S: '선수-@number' }, Score: { N: '3' } };

type Template = { at: number; parent: number | null; cause: number | null; facts: object };

/** What a result of a game makes, `at` milliseconds after it was sent: a span of `traceSpan` each. */
const TEMPLATES: readonly Template[] = [
  {
    ...{ at: 0, parent: null, cause: null },
    facts: {
      ...{ kind: 'call', name: 'sqs SendMessage', keys: ['sqs:message-@number'] },
      input: JSON.stringify({
        QueueUrl: 'http://127.0.0.1/000000000000/game-result-queue',
        MessageBody: RESULT,
      }),
      output: JSON.stringify({ MessageId: 'message-@number' }),
    },
  },
  {
    ...{ at: 5, parent: null, cause: 0 },
    facts: {
      ...{ kind: 'invocation', name: 'game-sqs-process', function: 'game-sqs-process', trigger: 'queue' },
      ...{ input: JSON.stringify({ Records: [RECORD] }), output: ANSWER },
    },
  },
  {
    ...{ at: 8, parent: 1, cause: null },
    facts: {
      ...{ kind: 'call', name: 'dynamodb TransactWriteItems', output: '{}' },
      input: JSON.stringify({ TransactItems: [{ Update: { TableName: 'GomokuPlayerInfo', Key: IMAGE } }] }),
    },
  },
  {
    ...{ at: 20, parent: null, cause: 2 },
    facts: {
      ...{ kind: 'invocation', name: 'game-rank-update', function: 'game-rank-update', trigger: 'stream' },
      ...{ input: JSON.stringify({ Records: [{ dynamodb: { NewImage: IMAGE } }] }), output: ANSWER },
    },
  },
  { ...{ at: 24, parent: 3, cause: null }, facts: { kind: 'call', name: 'redis EVALSHA' } },
];
const SPANS = TEMPLATES.length;

/** Fills a file of traces with results of games, five spans each, that were sent a millisecond apart from `from` on. */
export function fillTraces(file: string, count: number, from: number): void {
  const store = openTraceStore(file);
  const { database } = store;
  database.exec('BEGIN; CREATE TEMP TABLE template (k, parent, cause, at, facts)');
  const template = database.prepare('INSERT INTO template VALUES (?, ?, ?, ?, ?)');
  for (const [k, { at, parent, cause, facts }] of TEMPLATES.entries()) {
    const numbers = `"id":@id${parent === null ? '' : ',"parent":@parent'},"causes":[${cause === null ? '' : '@cause'}]`;
    const text = `{${numbers},"started":@time,"ended":@end,"status":"ok",${JSON.stringify(facts).slice(1)}`;
    template.run(k, parent, cause, at, text);
  }
  const numbers = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)';
  const fill = (into: string, given: readonly (string | number)[]) =>
    database.prepare(`INSERT INTO ${into}`).run(...given);
  const status = `CASE WHEN i % ${DEAD} = 7 THEN 'dead' WHEN i % ${RETRIED} = 3 THEN 'retried' ELSE 'ok' END`;
  fill(
    `trace ${numbers} SELECT i, printf('1-5759e988-%024x', i), 'message', 'sqs SendMessage', ?2 + i, ?2 + i + 30,
     ${status}, CASE WHEN ${status} = 'ok' THEN '' ELSE 'retry' END, ',game-sqs-process,game-rank-update,', ${SPANS},
     i * ${SPANS}, 'sqs sendmessage ' || replace(?3, '@number', i) FROM n`,
    [count, from, RESULT.toLowerCase()],
  );
  const replaced = Object.entries({
    ...{ '@number': 'i', '@id': `i * ${SPANS} + k`, '@parent': `i * ${SPANS} + parent` },
    ...{ '@cause': `i * ${SPANS} + cause`, '@time': '?2 + i + at', '@end': '?2 + i + at + 4' },
  }).reduce((text, [name, value]) => `replace(${text}, '${name}', coalesce(${value}, ''))`, 'facts');
  fill(
    `span ${numbers} SELECT i * ${SPANS} + k, i * ${SPANS} + parent, printf('request-%d-%d', i, k),
     CASE WHEN parent IS NULL THEN '[' || i || ']' ELSE '[]' END, NULL, ${replaced} FROM n CROSS JOIN template`,
    [count, from],
  );
  fill(`member ${numbers} SELECT i, i * ${SPANS} + k FROM n CROSS JOIN template WHERE parent IS NULL`, [
    count,
  ]);
  fill(`span_key ${numbers} SELECT 'sqs:message-' || i, i * ${SPANS} FROM n`, [count]);
  database.exec('COMMIT');
  store.close();
}
