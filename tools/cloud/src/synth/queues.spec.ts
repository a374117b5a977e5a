import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { deployedResources } from './deployed.fixture.ts';

const DAY_S = 24 * 60 * 60;
/** The most that SQS allows. */
const LONGEST_S = 14 * DAY_S;
/** How long a stream keeps its records; asynchronous events wait at most six hours. */
const STREAM_S = DAY_S;

const getAtt = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) });
const queue = z.object({
  Properties: z.object({
    QueueName: z.string(),
    MessageRetentionPeriod: z.int().optional(),
    RedrivePolicy: z.object({ deadLetterTargetArn: getAtt }).optional(),
  }),
});
const queues = deployedResources()
  .filter(({ resource }) => resource.Type === 'AWS::SQS::Queue')
  .map(({ stack, id, resource }) => {
    const { Properties } = queue.parse(resource);
    const target = Properties.RedrivePolicy?.deadLetterTargetArn['Fn::GetAtt'][0];
    return { name: Properties.QueueName, retention: Properties.MessageRetentionPeriod, stack, id, target };
  });

describe('the queues that deploy', () => {
  it('say how long they keep a message, longer than a stream keeps its records', () => {
    expect(queues.map(({ name }) => name)).toContain('game-result-queue');
    const short = queues.filter(({ retention = 0 }) => retention <= STREAM_S || retention > LONGEST_S);
    expect(short).toEqual([]);
  });

  it('keep a dead letter longer than the queue that it comes from: a message keeps its age', () => {
    const pairs = queues.flatMap(({ name, stack, target, retention = LONGEST_S }) => {
      if (target === undefined) return [];
      const dead = queues.find((each) => each.stack === stack && each.id === target);
      return [{ name, days: retention / DAY_S, deadDays: (dead?.retention ?? 0) / DAY_S }];
    });
    expect(pairs).toEqual(
      expect.arrayContaining([
        { name: 'chat-fanout-queue', days: 2, deadDays: 14 },
        { name: 'game-result-queue', days: 10, deadDays: 14 },
      ]),
    );
    expect(pairs.filter(({ days, deadDays }) => days >= deadDays)).toEqual([]);
  });
});
