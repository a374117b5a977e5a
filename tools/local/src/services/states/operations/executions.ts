import * as z from 'zod';
import { type JsonOperation, operation } from '../../../gateway/json-service.ts';
import type { ServiceRequest } from '../../../gateway/service.ts';
import { traceHeaderOf, validTrace } from '../../../gateway/trace-header.ts';
import type { Execution } from '../execution-store.ts';
import type { Executions } from '../executions.ts';
import { arnText, page, paging } from './page.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const executionName = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]+$/u, 'InvalidName')
  .optional();

const startInput = z.strictObject({
  stateMachineArn: arnText,
  name: executionName,
  input: z.string().default('{}'),
  /** The header of the request counts before it. */
  traceHeader: z.string().max(256).optional(),
});
const traceOf = ({ traceHeader }: z.infer<typeof startInput>, request: ServiceRequest) =>
  traceHeaderOf(request) ?? validTrace(traceHeader);
const describeInput = z.strictObject({ executionArn: arnText });
const stopInput = z.strictObject({
  executionArn: arnText,
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});
const listInput = z.strictObject({
  stateMachineArn: arnText,
  statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']).optional(),
  ...paging,
});

/** The operations on executions. */
export const EXECUTION_OPERATIONS: Readonly<Record<string, JsonOperation<Executions>>> = {
  StartExecution: operation(startInput, (executions: Executions, given, request) => {
    const { stateMachineArn, name, input } = given;
    const { arn, started } = executions.start(stateMachineArn, name, input, traceOf(given, request));
    return { executionArn: arn, startDate: started / 1_000 };
  }),
  StartSyncExecution: operation(startInput, async (executions: Executions, given, request) => {
    const { stateMachineArn, name, input } = given;
    return described(await executions.runSync(stateMachineArn, name, input, traceOf(given, request)));
  }),
  DescribeExecution: operation(describeInput, (executions: Executions, { executionArn }) =>
    described(executions.get(executionArn)),
  ),
  ListExecutions: operation(
    listInput,
    (executions: Executions, { stateMachineArn, statusFilter, ...pages }) => {
      const wanted = executions
        .ofMachine(stateMachineArn)
        .filter(({ status }) => status === (statusFilter ?? status));
      return page('executions', wanted.map(summaryOf), pages);
    },
  ),
  StopExecution: operation(stopInput, (executions: Executions, { executionArn, ...reason }) => ({
    stopDate: (executions.abort(executionArn, reason).stopped ?? 0) / 1_000,
  })),
};

/** As ListExecutions shows it; dates in seconds. */
function summaryOf({ arn, machine, name, status, started, stopped }: Execution) {
  return {
    executionArn: arn,
    stateMachineArn: machine,
    name,
    status,
    startDate: started / 1_000,
    ...(stopped !== null && { stopDate: stopped / 1_000 }),
  };
}

function described(execution: Execution) {
  const { input, output, error, cause } = execution;
  return {
    ...summaryOf(execution),
    input,
    inputDetails: { included: true },
    ...(output !== null && { output, outputDetails: { included: true } }),
    ...(error !== null && { error }),
    ...(cause !== null && { cause }),
  };
}
