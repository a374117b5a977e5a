import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { ownClient, part } from '../../stack/part.ts';
import { currentSpan } from '../../traces/current-span.ts';
import { SPAN_HEADER } from '../../traces/tracer.ts';
import type { PeekedMessage, PeekWish } from './engine/operations/peek-messages.ts';
import { metrics } from '../metrics/part.ts';
import { createQueueMetrics } from './queue-metrics.ts';
import { spawnQueueEngine } from './queue-engine.ts';
import { sqsQueue, sqsQueuePolicy } from './resources/sqs-queue.ts';
import { createServiceSender } from './send-as-service.ts';
import { createSqsService } from './sqs-service.ts';

const counts = z.record(z.string(), z.number());

/** SQS in both of its protocols, on an engine in a worker thread. */
export const sqs = part({
  name: 'sqs',
  resources: [sqsQueue, sqsQueuePolicy],
  needs: { metrics },
  async open(place, needs) {
    const { clock, region, accountId, gatewayUrl } = place;
    const engine = spawnQueueEngine({ dataDir: place.statePath('queues'), clock, region, accountId });
    place.onClockMoved?.(() => engine.follow(clock));
    const client = new SQSClient(ownClient(place));
    client.middlewareStack.add((next) => (call) => next(withSpan(call)), { step: 'build' });
    const queueMetrics = createQueueMetrics({ metrics: needs.metrics, engine, clock });
    return {
      uses: {
        client,
        sendAsService: createServiceSender({ engine, client, gatewayUrl }),
        /** Messages that can be received now, by the ARN of their queue. */
        visible: async () => counts.parse(await engine.call('CountVisible', {})),
        /** Looks at messages and receives none. */
        peek: async (wish: PeekWish): Promise<PeekedMessage[]> => {
          const { Messages } = (await engine.call('PeekMessages', wish)) as { Messages: PeekedMessage[] }; // Its own answer.
          return Messages;
        },
      },
      ready: engine.ready,
      service: createSqsService({
        ...{ engine, baseUrl: gatewayUrl, region, accountId },
        metrics: queueMetrics,
        onMoved: place.tracer?.moved,
      }),
      start: queueMetrics.start,
      reset: async () => void (await engine.call('ForgetMessages', {})),
      died: engine.failed.then(({ message }) => message),
      [Symbol.asyncDispose]: async () => {
        client.destroy();
        await engine.stop();
      },
    };
  },
});

/** What the stack sends for a span, such as a message of a topic, says so. */
function withSpan<Call extends { request: unknown }>(call: Call): Call {
  const [span, request] = [currentSpan(), call.request];
  if (span !== undefined && typeof request === 'object' && request !== null && 'headers' in request)
    Object.assign(Object(request.headers), { [SPAN_HEADER]: `${span.id} ${span.root}` });
  return call;
}
