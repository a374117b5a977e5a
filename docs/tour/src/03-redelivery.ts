/*
 * A redelivery. SQS delivers a message at least once, and a function can end at any moment: after its write, before its
 * answer. So every result is written with a receipt in one transaction, and a receipt that stands cancels it.
 */
import { PLAYER_TABLE, RESULT_RECEIPT_TABLE } from '@hanok/scoring';
import { plainOf } from '@hanok/tables';
import { dynamodbFaults, seededRandom, startFaultProxy, startTables } from '@hanok/testing';
import { gameSqsProcess } from './game-results.ts';
import { show } from './show.ts';

await using db = await startTables([PLAYER_TABLE, RESULT_RECEIPT_TABLE]);
const receive = gameSqsProcess(db.client);
const result = (more = {}) =>
  JSON.stringify({ PlayerName: 'kim', WinDiff: 1, LoseDiff: 0, ScoreDiff: 20, ...more });
const score = async () => plainOf((await db.items(PLAYER_TABLE))[0] ?? {})['Score'];

// One message, delivered twice. The second time nothing is counted, and nothing failed.
await receive([result()]);
//> game-sqs-process: batch { received: 1, failed: 0 }
await receive([result()], { receiveCount: 2 });
//> game-sqs-process: results repeated { messageIds: [ 'message-1' ] }
//> game-sqs-process: batch { received: 1, failed: 0 }
show('score', await score());
//> score: 1020

// The database writes, but its answer is lost on the way. The function cannot know, and says that the message failed.
const { replyLost } = dynamodbFaults(() => seededRandom(1));
await using proxy = await startFaultProxy(db.endpoint, () => replyLost);
const cutOff = gameSqsProcess(db.connect({ endpoint: proxy.endpoint, maxAttempts: 1 }));
const second = { messageIds: ['message-2'] };
show('answer', await cutOff([result()], second));
//> game-sqs-process: message failed { messageId: 'message-2', receiveCount: 1, error: 'TimeoutError: socket hang up' }
//> game-sqs-process: batch { received: 1, failed: 1 }
//> answer: { batchItemFailures: [ { itemIdentifier: 'message-2' } ] }

// It comes back, and its receipt stands: 1040, not 1060.
show('answer', await receive([result()], { ...second, receiveCount: 2 }));
//> game-sqs-process: results repeated { messageIds: [ 'message-2' ] }
//> game-sqs-process: batch { received: 1, failed: 0 }
//> answer: { batchItemFailures: [] }
show('score', await score());
//> score: 1040

// A game server that is not sure sends its result again, as another message. The id of the result is the same.
await receive([result({ ResultId: 'game-7' })], { messageIds: ['message-3'] });
//> game-sqs-process: batch { received: 1, failed: 0 }
await receive([result({ ResultId: 'game-7' })], { messageIds: ['message-4'] });
//> game-sqs-process: results repeated { messageIds: [ 'message-4' ] }
//> game-sqs-process: batch { received: 1, failed: 0 }
show('score', await score());
//> score: 1060

// The same id with other content is a mistake of the sender. It is not counted, and not passed over in silence.
show('answer', await receive([result({ ResultId: 'game-7', ScoreDiff: 99 })], { messageIds: ['message-5'] }));
//> game-sqs-process: message failed { messageId: 'message-5', receiveCount: 1, error: 'ResultIdReusedError: ResultId: already stands for a different result' }
//> game-sqs-process: batch { received: 1, failed: 1 }
//> answer: { batchItemFailures: [ { itemIdentifier: 'message-5' } ] }
