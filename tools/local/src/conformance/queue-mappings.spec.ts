import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalParts, startConformanceParts } from './local-parts.fixture.ts';
import { queueRules } from './queue-rules.fixture.ts';
import { createQueueWorld, type QueueWorld } from './queue-world.fixture.ts';
import { SOURCE_PAGE } from './rule.fixture.ts';

let parts: LocalParts;
let queues: QueueWorld;
beforeAll(async () => {
  parts = await startConformanceParts();
  queues = createQueueWorld(parts);
});
afterEach(() => queues.stopMappings());
afterAll(() => parts.stop());

describe('an SQS event source mapping', () => {
  it.each(queueRules)('$rule ($source)', ({ shows }) => shows(queues));

  it.each(queueRules)('names the page of AWS for: $rule', ({ source }) => {
    expect(source).toMatch(SOURCE_PAGE);
  });
});
