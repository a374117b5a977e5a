import type { StatesEvent } from '@hanok/engines/states';
import type { LogLine } from '../../log-line.ts';
import type { StateMachine } from './state-machine.ts';

const FAILURES = /Failed|TimedOut|Aborted/;
const ENDINGS_IN_FAILURE = /^Execution(Failed|TimedOut|Aborted)$/;

/**
 * The line that Step Functions logs of an event; undefined below the machine's level. What went in and out stands in it
 * only when the machine asks for execution data. https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
 */
export function logLine(
  { name, logging }: StateMachine,
  execution: { arn: string; name: string },
  { id, previousEventId, timestamp, type, ...details }: StatesEvent,
): LogLine | undefined {
  if (logging === undefined || !isLogged(logging.level, type)) return undefined;
  const shown = JSON.parse(JSON.stringify(Object.values(details)[0] ?? {}), (key, value: unknown) =>
    !logging.includeExecutionData && (key === 'input' || key === 'output') ? undefined : value,
  ) as object;
  const line = {
    ...{ id: String(id), type, details: shown, previous_event_id: String(previousEventId) },
    ...{ execution_arn: execution.arn, event_timestamp: String(timestamp) },
  };
  const time = Math.round(timestamp);
  return {
    functionName: name,
    logGroup: logging.logGroup,
    logStream: `states/${name}/${execution.name}`,
    time,
    line: JSON.stringify(line),
  };
}

function isLogged(level: 'ALL' | 'ERROR' | 'FATAL' | 'OFF', type: string): boolean {
  if (level === 'ALL') return true;
  if (level === 'ERROR') return FAILURES.test(type);
  return level === 'FATAL' && ENDINGS_IN_FAILURE.test(type);
}
