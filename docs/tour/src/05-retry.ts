/*
 * A retry. A page sends a request, and its connection ends. It cannot know whether the request was done, so it sends it
 * again under the same Idempotency-Key. The function `hello-world` answers what it answered the first time.
 */
import { buildRestEvent } from '@hanok/events/testing';
import { createGreetingTable, greet, GREETING_TABLE, readGreetings } from '@hanok/greetings';
import { observe, rest } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { dynamodbFaults, seededRandom, startFaultProxy, startTables } from '@hanok/testing';
import { show, showLog } from './show.ts';

await using db = await startTables([GREETING_TABLE]);
const faults = dynamodbFaults(() => seededRandom(1));
await using proxy = await startFaultProxy(db.endpoint);
const client = db.connect({ endpoint: proxy.endpoint, maxAttempts: 1 });
const greetings = createGreetingTable({ client, table: GREETING_TABLE.name });

// A clock that goes on a second each time, so that a second greeting would show.
let seconds = 0;
const now = () => new Date(Date.UTC(2026, 10, 1, 9, 0, (seconds += 1)));
const routes = [...greet({ greetings, now, random: () => 0 }), ...readGreetings({ greetings })];
const handler = rest({ routes, ...observe('hello-world', showLog) });

const post = async (Name: unknown, key: string) => {
  const headers = { 'Idempotency-Key': key };
  const call = { httpMethod: 'POST', resource: '/greetings', headers, body: JSON.stringify({ Name }) };
  const { statusCode, body } = await handler(buildRestEvent(call), buildLambdaContext());
  return `${statusCode} ${body}`;
};

// The answer of the database is lost, and the page is told 500. The log has the reason.
proxy.follow(() => faults.replyLost);
show('first', await post('kim', 'key-1'));
//> hello-world: request failed { error: 'TimeoutError: socket hang up' }
//> hello-world: request { httpMethod: 'POST', resource: '/greetings', status: 500 }
//> first: 500 {"Error":"Internal error","Reference":"8f507cfc-xmpl-4697-b07a-ac58fc914c95"}

// The page tries again. The greeting that was written stands, with its time.
proxy.follow(() => undefined);
show('again', await post('kim', 'key-1'));
//> hello-world: request { httpMethod: 'POST', resource: '/greetings', status: 201 }
//> again: 201 {"Name":"kim","GreetedAt":"2026-11-01T09:00:01.000Z"}
show('once more', await post('kim', 'key-1'));
//> hello-world: request { httpMethod: 'POST', resource: '/greetings', status: 201 }
//> once more: 201 {"Name":"kim","GreetedAt":"2026-11-01T09:00:01.000Z"}

// Another request under this key is a mistake of the page.
show('other', await post('lee', 'key-1'));
//> hello-world: request { httpMethod: 'POST', resource: '/greetings', status: 422 }
//> other: 422 {"Error":"Idempotency-Key: already stands for another request"}

// Another writer holds the item for a moment: the function waits a little and tries again by itself, three times here.
let conflicts = 3;
proxy.follow(() => (conflicts-- > 0 ? faults.conflict : undefined));
show('held', await post('lee', 'key-2'));
//> hello-world: request { httpMethod: 'POST', resource: '/greetings', status: 201 }
//> held: 201 {"Name":"lee","GreetedAt":"2026-11-01T09:00:05.000Z"}

// A retry does not help what is wrong with the request itself: 400 names the field.
show('wrong', await post(7, 'key-3'));
//> hello-world: request { httpMethod: 'POST', resource: '/greetings', status: 400 }
//> wrong: 400 {"Error":"Name: expected string"}
