import { readArn } from '../../arn.ts';
import type { AuditEntry } from '../../gateway/route-request.ts';
import { part } from '../../stack/part.ts';
import { type MetricStore, openMetricStore } from './metric-store.ts';

/** The values of metrics, which every service may report to: CloudWatch and its alarms read them. */
export const metrics = part({
  name: 'metrics',
  needs: {},
  open: async ({ statePath, clock }) => {
    const store = openMetricStore(statePath('metrics.db'), clock.now);
    return {
      uses: store,
      reset: async () => store.clear(),
      observe: (call) => reportCall(store, call),
      [Symbol.asyncDispose]: async () => store.close(),
    };
  },
});

/**
 * Reports what CloudWatch shows of the calls of a table.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 */
function reportCall(metrics: Pick<MetricStore, 'add'>, call: AuditEntry): void {
  const { service, operation: Operation, status, code = '', ms } = call;
  if (service !== 'dynamodb' || Operation === undefined || status === undefined) return;
  const put = (dimensions: Record<string, string>, name: string, value = 1, unit = 'Count') =>
    metrics.add({ namespace: 'AWS/DynamoDB', name, dimensions, value, unit });
  const tables = new Set(call.resources.flatMap((arn) => tableOf(arn) ?? []));
  for (const TableName of tables) {
    const dimensions = { TableName, Operation };
    if (status < 300) put(dimensions, 'SuccessfulRequestLatency', ms, 'Milliseconds');
    put(dimensions, 'SystemErrors', Number(status >= 500));
    put(dimensions, 'ThrottledRequests', Number(THROTTLED.has(code)));
    if (THROTTLED.has(code))
      put({ TableName }, READS.has(Operation) ? 'ReadThrottleEvents' : 'WriteThrottleEvents');
    if (code === CONDITION) put({ TableName }, 'ConditionalCheckFailedRequests');
  }
  const isOfUser = status >= 400 && status < 500 && !THROTTLED.has(code) && code !== CONDITION;
  if (isOfUser) put({}, 'UserErrors');
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
