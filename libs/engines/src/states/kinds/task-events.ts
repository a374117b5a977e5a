import { tell, type Visit } from '../visit.ts';

const WHOLE = { truncated: false };

/** The events of one attempt of a task: those of a function by its ARN, or those of a service integration. */
export function taskEvents(
  visit: Visit,
  input: unknown,
  limits: { timeout: number | undefined; heartbeat: number | undefined },
) {
  const { Resource: resource = '' } = visit.state;
  const limited = {
    ...(limits.timeout !== undefined && { timeoutInSeconds: limits.timeout }),
    ...(limits.heartbeat !== undefined && { heartbeatInSeconds: limits.heartbeat }),
  };
  if (!resource.startsWith('arn:aws:states:::')) return functionEvents(visit, input, resource, limited);
  const [, , , , , resourceType, ...action] = resource.split(':');
  const about = { resourceType, resource: action.join(':') };
  const region = regionOf(visit);
  return {
    scheduled: () => {
      const parameters = JSON.stringify(input);
      tell(visit, 'TaskScheduled', {
        name: 'taskScheduled',
        value: { ...about, region, parameters, ...limited },
      });
    },
    started: () => tell(visit, 'TaskStarted', { name: 'taskStarted', value: about }),
    succeeded: (output: unknown) =>
      tell(visit, 'TaskSucceeded', {
        name: 'taskSucceeded',
        value: { ...about, output: JSON.stringify(output), outputDetails: WHOLE },
      }),
    failed: (error: string | undefined, cause: string | undefined) => {
      const kind = error === 'States.Timeout' ? 'TimedOut' : 'Failed';
      tell(visit, `Task${kind}`, { name: `task${kind}`, value: { ...about, ...told(error, cause) } });
    },
  };
}

function functionEvents(visit: Visit, input: unknown, resource: string, limited: object) {
  return {
    scheduled: () => {
      const value = { resource, input: JSON.stringify(input), inputDetails: WHOLE, ...limited };
      tell(visit, 'LambdaFunctionScheduled', { name: 'lambdaFunctionScheduled', value });
    },
    started: () => tell(visit, 'LambdaFunctionStarted'),
    succeeded: (output: unknown) => {
      const value = { output: JSON.stringify(output), outputDetails: WHOLE };
      tell(visit, 'LambdaFunctionSucceeded', { name: 'lambdaFunctionSucceeded', value });
    },
    failed: (error: string | undefined, cause: string | undefined) => {
      const kind = error === 'States.Timeout' ? 'TimedOut' : 'Failed';
      const name = `lambdaFunction${kind}`;
      tell(visit, `LambdaFunction${kind}`, { name, value: told(error, cause) });
    },
  };
}

/** An error and a cause as events tell them: what is missing is left out. */
export function told(error: string | undefined, cause: string | undefined): object {
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}

function regionOf({ run }: Visit): string {
  const { StateMachine } = run.context as { StateMachine?: { Id?: string } };
  return StateMachine?.Id?.split(':')[3] ?? 'us-east-1';
}
