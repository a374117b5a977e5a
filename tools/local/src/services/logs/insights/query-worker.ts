import { parentPort } from 'node:worker_threads';
import { logRecord } from './log-record.ts';
import type { QueryAnswer, QueryQuestion } from './query-thread.ts';
import { readQuery } from './read-query.ts';
import { createPipeline } from './run-commands.ts';

/* A query runs here, since its regular expressions may take for ever: query-thread.ts ends this thread then. */

const port = parentPort;
if (port === null) throw new Error('Queries run in a worker thread only.');
let pipeline = createPipeline([]);
let accountId = '';

function answer(question: QueryQuestion): QueryAnswer {
  if ('begin' in question) {
    pipeline = createPipeline(readQuery(question.begin));
    ({ accountId } = question);
  }
  const group = { name: 'group' in question ? question.group : '', accountId };
  const goesOn = !('add' in question) || question.add.every((event) => pipeline.add(logRecord(event, group)));
  const rows = 'rows' in question ? pipeline.rows(question.rows) : [];
  return { goesOn, matched: pipeline.matched(), rows };
}

port.on('message', (question: QueryQuestion) => {
  try {
    port.postMessage(answer(question));
  } catch (error) {
    port.postMessage({ failed: String(error) } satisfies QueryAnswer);
  }
});
port.postMessage('ready');
