import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalParts, startLocalParts } from './local-parts.fixture.ts';
import { queueRules } from './queue-rules.fixture.ts';
import { createQueueWorld, type QueueWorld } from './queue-world.fixture.ts';
import { streamRules } from './stream-rules.fixture.ts';
import { createStreamWorld, type StreamWorld } from './stream-world.fixture.ts';

/** A minute passes in a second. */
const SPEED = 60;

let parts: LocalParts;
let queues: QueueWorld;
let streams: StreamWorld;
beforeAll(async () => {
  parts = await startLocalParts({
    speed: SPEED,
    authorize: (caller, [first]) =>
      caller.kind === 'role' && first?.resource.includes('-denied')
        ? { ...first, principalArn: `arn:aws:sts::000000000000:assumed-role/${caller.roleName}/consumer` }
        : undefined,
  });
  queues = createQueueWorld(parts);
  streams = createStreamWorld(parts, queues);
});
afterEach(() => Promise.all([queues.stopMappings(), streams.stopMappings()]));
afterAll(() => parts.stop());

describe('an SQS event source mapping', () => {
  it.each(queueRules)('$rule ($source)', ({ shows }) => shows(queues));
});

describe('a stream event source mapping', () => {
  it.each(streamRules)('$rule ($source)', ({ shows }) => shows(streams));
});

describe('the table of rules', () => {
  it.each([...queueRules, ...streamRules])('names the page of AWS for: $rule', ({ source }) => {
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/[\w./-]+\.html$/);
  });
});
