import { readArn } from '../../arn.ts';
import type { AuditEntry } from '../../gateway/route-request.ts';
import { part } from '../../stack/part.ts';
import type { Datum } from './metric.ts';
import { openMetricStore } from './metric-store.ts';

/** The values of metrics, which every service may report to: CloudWatch and its alarms read them. */
export const metrics = part({
  name: 'metrics',
  needs: {},
  open: async ({ statePath, clock }) => {
    const store = openMetricStore(statePath('metrics.db'), clock.now);
    return {
      uses: store,
      reset: async () => store.clear(),
      observe: (call) => {
        const { service, operation, status } = call;
        if (service === 'dynamodb' && operation !== undefined && status !== undefined)
          store.addSoon(() => dataOf(call));
      },
      [Symbol.asyncDispose]: async () => store.close(),
    };
  },
});

/**
 * What CloudWatch shows of the calls of a table.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 */
function* dataOf({
  operation: Operation = '',
  status = 0,
  code = '',
  ms,
  resources,
}: AuditEntry): Generator<Datum> {
  const datum = (dimensions: Record<string, string>, name: string, value = 1, unit = 'Count') => ({
    ...{ namespace: 'AWS/DynamoDB', name, dimensions, value, unit },
  });
  const tables = new Set(resources.flatMap((arn) => tableOf(arn) ?? []));
  for (const TableName of tables) {
    const dimensions = { TableName, Operation };
    if (status < 300) yield datum(dimensions, 'SuccessfulRequestLatency', ms, 'Milliseconds');
    yield datum(dimensions, 'SystemErrors', Number(status >= 500));
    yield datum(dimensions, 'ThrottledRequests', Number(THROTTLED.has(code)));
    if (THROTTLED.has(code))
      yield datum({ TableName }, READS.has(Operation) ? 'ReadThrottleEvents' : 'WriteThrottleEvents');
    if (code === CONDITION) yield datum({ TableName }, 'ConditionalCheckFailedRequests');
  }
  const isOfUser = status >= 400 && status < 500 && !THROTTLED.has(code) && code !== CONDITION;
  if (isOfUser) yield datum({}, 'UserErrors');
}

const THROTTLED = new Set([
  ...['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded'],
  'ThrottledException',
]);
const CONDITION = 'ConditionalCheckFailedException';
const READS = new Set(['GetItem', 'BatchGetItem', 'TransactGetItems', 'Query', 'Scan']);

function tableOf(arn: string): string | undefined {
  return /^table\/([^/]+)/.exec(readArn(arn).resource)?.[1];
}
