/*
 * A bad body. Anyone with access to a queue can send anything. A message that cannot be a game result fails by itself:
 * the others of its batch are counted, and only the bad one comes back. After five receives SQS moves it to
 * `game-result-dead-letter-queue`, whose alarm tells an operator.
 */
import { PLAYER_TABLE, RESULT_RECEIPT_TABLE } from '@hanok/scoring';
import { plainOf } from '@hanok/tables';
import { startTables } from '@hanok/testing';
import { gameSqsProcess } from './game-results.ts';
import { show } from './show.ts';

await using db = await startTables([PLAYER_TABLE, RESULT_RECEIPT_TABLE]);
const receive = gameSqsProcess(db.client);

const CUT_OFF = '{"PlayerName":"kim","WinDiff":1,';
const halfWon = JSON.stringify({ PlayerName: 'kim', WinDiff: 0.5, LoseDiff: 0, ScoreDiff: 20 });
const good = JSON.stringify({ PlayerName: 'kim', WinDiff: 1, LoseDiff: 0, ScoreDiff: 20 });

// The log names the message, the field and what is wrong with it, and never the body.
show('answer', await receive([CUT_OFF, halfWon, good]));
//> game-sqs-process: message failed { messageId: 'message-1', receiveCount: 1, error: 'InvalidRecordError: not valid JSON' }
//> game-sqs-process: message failed { messageId: 'message-2', receiveCount: 1, error: 'InvalidRecordError: WinDiff: expected int' }
//> game-sqs-process: batch { received: 3, failed: 2 }
//> answer: { batchItemFailures: [ { itemIdentifier: 'message-1' }, { itemIdentifier: 'message-2' } ] }

// Two of three failed, and the third is counted.
const [player = {}] = await db.items(PLAYER_TABLE);
show('player', plainOf(player));
//> player: { Lose: 0, PlayerName: 'kim', Score: 1020, ScoreSince: 1793523600000, ScoreWait: 250, Win: 1 }

// A fifth receive: the log says so, and the next place of the message is the dead-letter queue.
show('answer', await receive([halfWon], { messageIds: ['message-2'], receiveCount: 5 }));
//> game-sqs-process: message failed { messageId: 'message-2', receiveCount: 5, error: 'InvalidRecordError: WinDiff: expected int' }
//> game-sqs-process: batch { received: 1, failed: 1 }
//> answer: { batchItemFailures: [ { itemIdentifier: 'message-2' } ] }
