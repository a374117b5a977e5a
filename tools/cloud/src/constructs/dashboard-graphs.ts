import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { GraphWidget, type IMetric, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { HanokFunction } from './hanok-function.ts';

/** Columns of a dashboard. */
export const FULL_WIDTH = 24;

/** Something whose metrics are read by name. */
type Measured = { metric(name: string, options: { statistic: string; label: string }): IMetric };

/** The graphs of one row of a dashboard: those of one thing, or of all things of a kind. */
export const graphsOf = {
  function: ({ name, function: fn, readsStream }: HanokFunction) =>
    row(name, {
      calls: sums(fn, ['Invocations', 'Errors', 'Throttles', 'DeadLetterErrors']),
      milliseconds: times(fn, 'Duration'),
      'at once': [named(fn, 'ConcurrentExecutions', 'Maximum')],
      ...(readsStream && { 'behind the stream, in milliseconds': [named(fn, 'IteratorAge', 'Maximum')] }),
    }),
  restApi: (api: RestApi) =>
    row(api.restApiName, {
      requests: sums(api, ['Count', '4XXError', '5XXError']),
      milliseconds: [...times(api, 'Latency'), named(api, 'IntegrationLatency', 'p99')],
    }),
  webSocket: (stage: WebSocketStage) =>
    row('WebSocket', {
      events: sums(stage, [
        'ConnectCount',
        'MessageCount',
        'ClientError',
        'IntegrationError',
        'ExecutionError',
      ]),
      milliseconds: times(stage, 'IntegrationLatency'),
    }),
  stateMachine: (machine: StateMachine) =>
    row(machine.stateMachineName, {
      executions: sums(machine, [
        ...['ExecutionsStarted', 'ExecutionsSucceeded', 'ExecutionsFailed'],
        ...['ExecutionsTimedOut', 'ExecutionsAborted', 'ExecutionThrottled'],
      ]),
      milliseconds: times(machine, 'ExecutionTime'),
    }),
  queue: (queue: Queue) =>
    row(queue.queueName, {
      messages: [
        named(queue, 'ApproximateNumberOfMessagesVisible', 'Maximum'),
        named(queue, 'ApproximateNumberOfMessagesNotVisible', 'Maximum'),
      ],
      'age of the oldest, in seconds': [named(queue, 'ApproximateAgeOfOldestMessage', 'Maximum')],
    }),
  deadLetters: (queues: readonly Queue[]) =>
    row('Dead letters', {
      messages: queues.map((queue) =>
        queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', label: queue.queueName }),
      ),
    }),
  tables: (tables: readonly Table[]) =>
    row('Tables', {
      'requests throttled': perTable(tables, ['ReadThrottleEvents', 'WriteThrottleEvents']),
      'capacity consumed': perTable(tables, ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits']),
    }),
  topics: (topics: readonly Topic[]) =>
    row('Topics', {
      messages: topics.flatMap((topic) =>
        ['NumberOfMessagesPublished', 'NumberOfNotificationsFailed'].map((name) =>
          topic.metric(name, { statistic: 'Sum', label: `${topic.topicName} ${name}` }),
        ),
      ),
    }),
};

function row(title: string, graphs: Readonly<Record<string, IMetric[]>>): IWidget[] {
  const entries = Object.entries(graphs);
  return entries.map(
    ([what, left]) =>
      new GraphWidget({ title: `${title}: ${what}`, left, width: FULL_WIDTH / entries.length }),
  );
}

function named(of: Measured, name: string, statistic: string): IMetric {
  return of.metric(name, { statistic, label: `${name} ${statistic}` });
}

function sums(of: Measured, names: readonly string[]): IMetric[] {
  return names.map((name) => of.metric(name, { statistic: 'Sum', label: name }));
}

function times(of: Measured, name: string): IMetric[] {
  return ['p50', 'p99', 'Maximum'].map((statistic) => named(of, name, statistic));
}

function perTable(tables: readonly Table[], names: readonly string[]): IMetric[] {
  return tables.flatMap((table) =>
    names.map((name) => table.metric(name, { statistic: 'Sum', label: `${table.tableName} ${name}` })),
  );
}
