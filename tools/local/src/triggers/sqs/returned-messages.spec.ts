import { describe, expect, it } from '@jest/globals';
import { createClock } from '../../clock.ts';
import { returnedLines } from './returned-messages.ts';
import { readMessage } from './sqs-message.ts';

const received = (MessageId: string, ApproximateReceiveCount: string) =>
  readMessage(
    {
      MessageId,
      ...{ ReceiptHandle: 'r', Body: '{}', MD5OfBody: '' },
      Attributes: { ApproximateReceiveCount },
    },
    'arn:aws:sqs:us-east-1:000000000000:results',
    createClock(),
  ).record;
const redrive = { deadLetterQueue: 'dead', maxReceiveCount: 5 };

describe('what the stack says of messages that come back', () => {
  it('is how many of the batch, at which receive', () => {
    const returned = [received('a', '3')];
    expect(returnedLines('count', { size: 10, returned }, redrive)).toEqual([
      'count: 9 of 10, 1 back (receive 3 of 5)',
    ]);
  });

  it('names each message that moves to the dead-letter queue', () => {
    const returned = [received('a', '5'), received('b', '2'), received('c', '5')];
    expect(returnedLines('count', { size: 3, returned }, redrive)).toEqual([
      'count: 0 of 3, 3 back (receive 2 to 5 of 5)',
      'count: message a moves to dead after 5 receives',
      'count: message c moves to dead after 5 receives',
    ]);
  });

  it('is without a limit for a queue without a dead-letter queue', () => {
    const returned = [received('a', '7')];
    expect(returnedLines('count', { size: 1, returned }, undefined)).toEqual([
      'count: 0 of 1, 1 back (receive 7)',
    ]);
  });
});
