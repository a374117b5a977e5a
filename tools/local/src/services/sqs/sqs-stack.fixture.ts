import { SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from '@hanok/testing';
import { createClock } from '../../clock.ts';
import { startQueueEngine } from './queue-engine.ts';
import { serveService } from '../../gateway/serve-service.fixture.ts';
import { createSqsService } from './sqs-service.ts';

/** An engine of its own behind a server of its own, and AWS's client for it; for specs. */
export async function startSqs({
  speed = 1,
  seed = 1,
  dataDir,
}: { speed?: number; seed?: number; dataDir?: string } = {}) {
  const place = { region: 'us-east-1', accountId: '000000000000' };
  const engine = await startQueueEngine({
    ...place,
    clock: createClock(speed),
    seed,
    ...(dataDir !== undefined && { dataDir }),
  });
  const server = await serveService((baseUrl) => createSqsService({ ...place, engine, baseUrl }));
  const client = new SQSClient({ ...clientSettings(server.url), region: place.region, maxAttempts: 1 });
  return { client, url: server.url, engine, stop: () => stop(client, server, engine) };
}

async function stop(
  client: SQSClient,
  ...parts: { close?(): Promise<void>; stop?(): Promise<void> }[]
): Promise<void> {
  client.destroy();
  for (const part of parts) await (part.close ?? part.stop)?.();
}
