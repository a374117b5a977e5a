import type { MetricStore } from '../metrics/metric-store.ts';
import type { Ending, Execution } from './execution-store.ts';

const ENDINGS: Readonly<Record<Execution['status'], string | undefined>> = {
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
  RUNNING: undefined,
};

/** What CloudWatch shows of a state machine. */
export type ExecutionMetrics = {
  started(machineArn: string): void;
  /** `ms`: how long it ran, on the stack's clock. */
  ended(machineArn: string, ending: Ending, ms: number): void;
};

/** https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html */
export function createExecutionMetrics(metrics: Pick<MetricStore, 'add'>): ExecutionMetrics {
  const put = (StateMachineArn: string, name: string, value: number, unit = 'Count') =>
    metrics.add({ namespace: 'AWS/States', name, dimensions: { StateMachineArn }, value, unit });
  return {
    started: (machine) => put(machine, 'ExecutionsStarted', 1),
    ended: (machine, { status }, ms) => {
      for (const [each, name] of Object.entries(ENDINGS))
        if (name !== undefined) put(machine, name, Number(each === status));
      put(machine, 'ExecutionTime', ms, 'Milliseconds');
    },
  };
}
