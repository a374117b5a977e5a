import { SQSClient } from '@aws-sdk/client-sqs';
import { ownClient, part } from '../../stack/part.ts';
import { currentSpan } from '../../traces/current-span.ts';
import { SPAN_HEADER } from '../../traces/tracer.ts';
import { startQueueEngine } from './queue-engine.ts';
import { sqsQueue, sqsQueuePolicy } from './resources/sqs-queue.ts';
import { createServiceSender } from './send-as-service.ts';
import { createSqsService } from './sqs-service.ts';

/** SQS in both of its protocols, on an engine in a worker thread. */
export const sqs = part({
  name: 'sqs',
  resources: [sqsQueue, sqsQueuePolicy],
  needs: {},
  async open(place) {
    const { clock, region, accountId, gatewayUrl } = place;
    const engine = await startQueueEngine({ dataDir: place.statePath('queues'), clock, region, accountId });
    const client = new SQSClient(ownClient(place));
    client.middlewareStack.add((next) => (call) => next(withSpan(call)), { step: 'build' });
    return {
      uses: { client, sendAsService: createServiceSender({ engine, client, gatewayUrl }) },
      service: createSqsService({ engine, baseUrl: gatewayUrl, region, accountId }),
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
