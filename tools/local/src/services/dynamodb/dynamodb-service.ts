import { jsonOperation } from '../../gateway/aws-json.ts';
import type { Service, ServiceRequest, ServiceResponse } from '../../gateway/service.ts';
import { accessOf } from './access.ts';
import { DynamodbError, dynamodbError } from './dynamodb-error.ts';
import { createEngine } from './engine.ts';
import { type Input, readInput } from './input.ts';
import { itemOperations } from './item-operations.ts';
import { streamOperations } from './stream-operations.ts';
import { tableOperations } from './table-operations.ts';

const TARGETS = ['DynamoDB_20120810', 'DynamoDBStreams_20120810'];

/**
 * The service `dynamodb`, streams included, on a DynamoDB-compatible engine at `endpoint`. Clients see ARNs of this
 * region and account, and shard ids, sequence numbers and iterators in AWS's form.
 */
export function createDynamodb(options: { endpoint: string; region: string; accountId: string }): Service {
  const { region, accountId } = options;
  const place = { region, accountId };
  const engine = createEngine(options.endpoint);
  const handlers = new Map(
    Object.entries({
      ...tableOperations(place, engine),
      ...itemOperations(place, engine),
      ...streamOperations(place, engine),
    }),
  );
  return {
    name: 'dynamodb',
    operation: (request) => jsonOperation(request, TARGETS),
    operations: new Set(handlers.keys()),
    access: (request) => withInput(request, (input) => accessOf(place, request.operation, input)) ?? [],
    handle: (request) => answer(request, handlers.get(request.operation)),
    error: dynamodbError,
  };
}

type Handler = (request: ServiceRequest, input: Input) => Promise<ServiceResponse>;

async function answer(request: ServiceRequest, handler: Handler | undefined): Promise<ServiceResponse> {
  if (handler === undefined) throw new Error(`No handler for ${request.operation}`);
  try {
    return await handler(request, readInput(request.body));
  } catch (error) {
    if (error instanceof DynamodbError) return dynamodbError(request, 400, error.code, error.message);
    throw error;
  }
}

/** Input that is no JSON asks for nothing: the operation itself refuses it. */
function withInput<Result>(request: ServiceRequest, read: (input: Input) => Result): Result | undefined {
  try {
    return read(readInput(request.body));
  } catch (error) {
    if (error instanceof DynamodbError) return undefined;
    throw error;
  }
}
