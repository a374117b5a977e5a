import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalParts, startConformanceParts } from './local-parts.fixture.ts';
import { createQueueWorld, type QueueWorld } from './queue-world.fixture.ts';
import { SOURCE_PAGE } from './rule.fixture.ts';
import { streamRules } from './stream-rules.fixture.ts';
import { createStreamWorld, type StreamWorld } from './stream-world.fixture.ts';

let parts: LocalParts;
let queues: QueueWorld;
let streams: StreamWorld;
beforeAll(async () => {
  parts = await startConformanceParts();
  queues = createQueueWorld(parts);
  streams = createStreamWorld(parts, queues);
});
afterEach(() => streams.stopMappings());
afterAll(() => parts.stop());

describe('a stream event source mapping', () => {
  it.each(streamRules)('$rule ($source)', ({ shows }) => shows(streams));

  it.each(streamRules)('names the page of AWS for: $rule', ({ source }) => {
    expect(source).toMatch(SOURCE_PAGE);
  });
});
