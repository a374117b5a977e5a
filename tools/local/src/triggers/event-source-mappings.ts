import type * as z from 'zod';
import { quietLogger } from '@hanok/lambda';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Clock } from '../clock.ts';
import { type OwnCalls, ownTransport } from '../gateway/own-calls.ts';
import type { Functions } from '../services/lambda/functions.ts';
import type { Trigger } from '../services/lambda/function-config.ts';
import { triggeredBy } from '../services/lambda/invocation-watch.ts';
import type { Credentials } from '../services/iam/roles.ts';
import { queueUrl } from '../services/sqs/queue-url.ts';
import { arnOf, readArn } from '../arn.ts';
import type { sqsMappingConfig } from './sqs/sqs-mapping-config.ts';
import type { streamMappingConfig } from './stream/stream-mapping-config.ts';
import type { Checkpoints } from './stream/checkpoints.ts';
import type { TableWrites } from './stream/table-writes.ts';
import { type RunningMapping, startSqsMapping } from './sqs/sqs-mapping.ts';
import { startStreamMapping } from './stream/stream-mapping.ts';
import type { OnFailure } from './delivery/failed-batch-report.ts';

/** The event source mappings of the stack: collected while resources are made, started when all of them are. */
export type EventSourceMappings = {
  addSqs(config: z.input<typeof sqsMappingConfig>): void;
  /** `onFailureArn`: queue that is told about batches given up. */
  addStream(config: z.input<typeof streamMappingConfig>, onFailureArn: string | undefined): void;
  start(): void;
  /** As the Lambda API shows them. */
  list(): readonly EventSourceMappingConfiguration[];
  /** Resolves when the batches under way are settled; `start` begins again. */
  stop(): Promise<void>;
  /** What they have to deliver that is not delivered, messages in queues aside: batches and unread records. */
  inFlight(): string[];
};

type Options = {
  functions: Functions;
  clock: Clock;
  writes: TableWrites;
  checkpoints: Checkpoints;
  /** The keys of a function: AWS polls in the name of the function's role. */
  credentialsFor(functionName: string): Credentials;
  gatewayUrl: string;
  /** Absent: over HTTP. */
  ownCalls?: OwnCalls | undefined;
  region: string;
  log: (line: string) => void;
  /** Told of each message that the next receive moves to a dead-letter queue. */
  onDeadLetter?: (messageId: string, queue: string) => void;
};

export function createEventSourceMappings(options: Options): EventSourceMappings {
  const starts: (() => RunningMapping)[] = [];
  let running: RunningMapping[] = [];
  const described: EventSourceMappingConfiguration[] = [];
  let stopping = new AbortController();
  const started = new Date();

  const common = (kind: Trigger['kind'], source: string) => ({
    clock: options.clock,
    invoker: triggeredBy(options.functions, { kind, source }),
    log: options.log,
    signal: stopping.signal,
  });
  const { region, gatewayUrl: endpoint, ownCalls } = options;
  const transport = { endpoint, region, logger: quietLogger, ...(ownCalls && ownTransport(ownCalls)) };
  const clientConfig = (functionName: string) => ({
    ...transport,
    credentials: options.credentialsFor(functionName),
  });
  /** With keys of no role: may do everything, and is no act of a function. */
  const observer = new SQSClient({
    ...transport,
    credentials: { accessKeyId: 'stack', secretAccessKey: 'stack' },
  });
  const describe = (config: Described, more: EventSourceMappingConfiguration) =>
    void described.push({ ...descriptionOf(config, options.region), LastModified: started, ...more });

  return {
    addSqs: (config) => {
      describe(config, { BatchSize: config.batchSize ?? 10 });
      starts.push(() =>
        startSqsMapping({
          ...{ ...common('sqs', config.eventSourceArn), config, observer },
          sqs: new SQSClient(clientConfig(config.functionName)),
          ...(options.onDeadLetter && { onDeadLetter: options.onDeadLetter }),
        }),
      );
    },
    addStream: (config, onFailureArn) => {
      const streams = () => new DynamoDBStreamsClient(clientConfig(config.functionName));
      describe(config, streamDescription(config, onFailureArn));
      starts.push(() => {
        const sqs = new SQSClient(clientConfig(config.functionName));
        const onFailure = onFailureArn && sqsOnFailure(sqs, urlOf(onFailureArn, options.gatewayUrl));
        const { checkpoints, writes } = options;
        return startStreamMapping({
          ...common('stream', config.eventSourceArn),
          config,
          streams: streams(),
          checkpoints,
          writes,
          onFailure: onFailure || undefined,
        });
      });
    },
    start: () => {
      stopping = new AbortController();
      running = starts.map((start) => start());
    },
    list: () => described,
    stop: async () => {
      stopping.abort();
      await Promise.all(running.map(({ stopped }) => stopped));
    },
    inFlight: () => running.flatMap((mapping) => mapping.inFlight()),
  };
}

type Described = {
  uuid: string;
  eventSourceArn: string;
  functionName: string;
  enabled?: boolean | undefined;
  maximumBatchingWindowSeconds?: number | undefined;
  reportBatchItemFailures?: boolean | undefined;
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html */
function descriptionOf(config: Described, region: string): EventSourceMappingConfiguration {
  const { accountId } = readArn(config.eventSourceArn);
  return {
    UUID: config.uuid,
    EventSourceArn: config.eventSourceArn,
    FunctionArn: arnOf('lambda', { region, accountId }, `function:${config.functionName}`),
    MaximumBatchingWindowInSeconds: config.maximumBatchingWindowSeconds ?? 0,
    FunctionResponseTypes: config.reportBatchItemFailures ? ['ReportBatchItemFailures'] : [],
    State: config.enabled === false ? 'Disabled' : 'Enabled',
  };
}

function streamDescription(
  config: z.input<typeof streamMappingConfig>,
  onFailureArn: string | undefined,
): EventSourceMappingConfiguration {
  return {
    BatchSize: config.batchSize ?? 100,
    StartingPosition: config.startingPosition,
    BisectBatchOnFunctionError: config.bisectBatchOnFunctionError ?? false,
    MaximumRetryAttempts: config.maximumRetryAttempts ?? -1,
    MaximumRecordAgeInSeconds: config.maximumRecordAgeSeconds ?? -1,
    ParallelizationFactor: 1,
    ...(onFailureArn && { DestinationConfig: { OnFailure: { Destination: onFailureArn } } }),
  };
}

function urlOf(queueArn: string, gatewayUrl: string): string {
  const { accountId, resource } = readArn(queueArn);
  return queueUrl(gatewayUrl, accountId, resource);
}

/** An on-failure destination that is a queue; `sqs` carries the credentials of the function's role. */
export function sqsOnFailure(sqs: SQSClient, queueUrl: string): OnFailure {
  return async (report) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(report) }));
  };
}
