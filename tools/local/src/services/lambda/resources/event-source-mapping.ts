import * as z from 'zod';
import { filterCriteria } from '../../../triggers/filter/filter-criteria.ts';
import { queueUrl } from '../../sqs/queue-url.ts';
import { physicalUuid } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import { type Account, arnOf, nameInArn, readArn } from '../../../arn.ts';
import type { Resource } from '../../../template/resource-type.ts';
import type { LambdaUses } from '../lambda-uses.ts';

/** A parameter that is given is text. */
const integer = z.union([
  z.int(),
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
]);

const properties = z.strictObject({
  EventSourceArn: z.string().regex(/^arn:[^:]+:(sqs|dynamodb):/, 'is neither a queue nor a table stream'),
  FunctionName: z.string(),
  Enabled: z.boolean().optional(),
  BatchSize: integer.optional(),
  MaximumBatchingWindowInSeconds: integer.optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  FilterCriteria: filterCriteria.optional(),
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.int() }).optional(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
  BisectBatchOnFunctionError: z.boolean().optional(),
  MaximumRetryAttempts: z.int().optional(),
  MaximumRecordAgeInSeconds: z.int().optional(),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) }).optional(),
});
type Mapping = z.infer<typeof properties>;

/** AWS::Lambda::EventSourceMapping of a queue or a table's stream; limits are checked by the mapping that runs. */
export const eventSourceMapping = resourceType({
  type: 'AWS::Lambda::EventSourceMapping',
  properties,
  async create(mapping, resource, { mappings }: Pick<LambdaUses, 'mappings'>) {
    const uuid = physicalUuid(resource);
    if (readArn(mapping.EventSourceArn).service === 'sqs') addQueue(uuid, mapping, mappings, resource.place);
    else addStream(uuid, mapping, mappings, resource.place);
    return { ref: uuid, attributes: { Id: uuid } };
  },
});

type Mappings = LambdaUses['mappings'];

function addQueue(
  uuid: string,
  mapping: Mapping,
  mappings: Mappings,
  { gatewayUrl }: Resource['place'],
): void {
  refuse(mapping, streamOnly, 'a queue');
  const { accountId, resource: queueName } = readArn(mapping.EventSourceArn);
  mappings.addSqs({
    ...commonOf(uuid, mapping),
    queueUrl: queueUrl(gatewayUrl, accountId, queueName),
    ...(mapping.ScalingConfig && { maximumConcurrency: mapping.ScalingConfig.MaximumConcurrency }),
  });
}

function addStream(uuid: string, mapping: Mapping, mappings: Mappings, account: Account): void {
  refuse(mapping, queueOnly, 'a stream');
  if (mapping.StartingPosition === undefined) throw new Error('property "StartingPosition" is missing');
  const common = commonOf(uuid, mapping);
  const config = {
    ...common,
    functionArn: arnOf('lambda', account, `function:${common.functionName}`),
    startingPosition: mapping.StartingPosition,
    bisectBatchOnFunctionError: mapping.BisectBatchOnFunctionError,
    maximumRetryAttempts: mapping.MaximumRetryAttempts,
    maximumRecordAgeSeconds: mapping.MaximumRecordAgeInSeconds,
  };
  mappings.addStream(config, mapping.DestinationConfig?.OnFailure.Destination);
}

function commonOf(uuid: string, mapping: Mapping) {
  return {
    uuid,
    eventSourceArn: mapping.EventSourceArn,
    functionName: nameInArn(mapping.FunctionName),
    enabled: mapping.Enabled,
    batchSize: mapping.BatchSize,
    maximumBatchingWindowSeconds: mapping.MaximumBatchingWindowInSeconds,
    reportBatchItemFailures: mapping.FunctionResponseTypes.length > 0,
    ...(mapping.FilterCriteria && { filterCriteria: mapping.FilterCriteria }),
  };
}

const queueOnly = ['ScalingConfig'] as const;
const streamOnly = [
  'StartingPosition',
  'BisectBatchOnFunctionError',
  'MaximumRetryAttempts',
  'MaximumRecordAgeInSeconds',
  'DestinationConfig',
] as const;

function refuse(mapping: Mapping, names: readonly (keyof Mapping)[], source: string): void {
  const wrong = names.find((name) => mapping[name] !== undefined);
  if (wrong !== undefined) throw new Error(`property "${wrong}" does not apply to ${source}`);
}
