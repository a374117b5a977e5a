import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { SQSClient } from '@aws-sdk/client-sqs';
import { freePort, startDynoxide } from '@hanok/engines';
import { createClock } from '../clock.ts';
import { dynamodbService } from '../services/dynamodb/part.ts';
import { createFaults } from '../faults/create-faults.ts';
import { createFaultSwitches } from '../faults/fault-switches.ts';
import type { FaultPlanInput } from '../faults/fault-plan.ts';
import { startGateway } from '../gateway/gateway.ts';
import { createTableWrites } from '../triggers/stream/table-writes.ts';
import type { AuditEntry, RouteOptions } from '../gateway/route-request.ts';
import { startQueueEngine } from '../services/sqs/queue-engine.ts';
import { createSqsService } from '../services/sqs/sqs-service.ts';

const place = { region: 'us-east-1', accountId: '000000000000' };

/** The access key id that makes a client the function `consumer`. */
export const CONSUMER_KEY = 'AKIACONSUMER';

export type LocalParts = Awaited<ReturnType<typeof startLocalParts>>;

/** The stack's own queues and tables behind its own gateway, in memory, without functions; every call is audited. */
export async function startLocalParts(
  options: { speed?: number; faults?: FaultPlanInput; authorize?: RouteOptions['authorize'] } = {},
) {
  const clock = createClock(options.speed);
  const [engine, queues] = await Promise.all([
    startDynoxide({}),
    startQueueEngine({ ...place, clock, seed: 1 }),
  ]);
  const port = await freePort();
  const services = [
    dynamodbService(place, engine.endpoint),
    createSqsService({ ...place, engine: queues, baseUrl: `http://127.0.0.1:${port}` }),
  ];
  const audit: AuditEntry[] = [];
  const writes = createTableWrites();
  const gateway = await startGateway({
    port,
    services,
    callerOf: (key) =>
      key === CONSUMER_KEY
        ? { kind: 'role', roleName: 'consumer-role', functionName: 'consumer' }
        : { kind: 'external' },
    authorize: options.authorize ?? (() => undefined),
    ...(options.faults && {
      around: createFaults(createFaultSwitches(options.faults), services, undefined, clock.now),
    }),
    audit: (entry) => {
      audit.push(entry);
      writes.observe(entry);
    },
  });
  const clients = (accessKeyId = 'AKIAOUTSIDE', maxAttempts = 1) => {
    const credentials = { accessKeyId, secretAccessKey: 'secret' };
    const config = { endpoint: gateway.url, region: place.region, credentials, maxAttempts };
    const made = [
      new DynamoDBClient(config),
      new DynamoDBStreamsClient(config),
      new SQSClient(config),
    ] as const;
    opened.push(...made);
    return { dynamodb: made[0], streams: made[1], sqs: made[2] };
  };
  const opened: { destroy(): void }[] = [];
  const stop = async () => {
    for (const client of opened) client.destroy();
    await gateway.stop();
    await Promise.all([engine.stop(), queues.stop()]);
  };
  return { url: gateway.url, clock, audit, writes, clients, stop };
}

/** Parts in which a minute passes in a second, and the role of a consumer may not touch what is named `-denied`. */
export function startConformanceParts(): Promise<LocalParts> {
  return startLocalParts({
    speed: 60,
    authorize: (caller, [first]) =>
      caller.kind === 'role' && first?.resource.includes('-denied')
        ? { ...first, principalArn: `arn:aws:sts::000000000000:assumed-role/${caller.roleName}/consumer` }
        : undefined,
  });
}
