import * as z from 'zod';
import { arnOf } from '../../../arn.ts';
import { DESCRIBES } from '../../../template/ignored.ts';
import { physicalName } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { Executions } from '../executions.ts';

const logging = z.strictObject({
  Level: z.enum(['ALL', 'ERROR', 'FATAL', 'OFF']).default('OFF'),
  IncludeExecutionData: z.boolean().default(false),
  Destinations: z
    .array(z.strictObject({ CloudWatchLogsLogGroup: z.strictObject({ LogGroupArn: z.string() }) }))
    .max(1)
    .default([]),
});

const properties = z.strictObject({
  StateMachineName: z.string().optional(),
  StateMachineType: z.enum(['STANDARD', 'EXPRESS']).default('STANDARD'),
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(z.string(), z.string()).default({}),
  RoleArn: z.string(),
  LoggingConfiguration: logging.optional(),
});

/** AWS::StepFunctions::StateMachine, run on the stack's own functions. */
export const stateMachine = resourceType({
  type: 'AWS::StepFunctions::StateMachine',
  properties,
  ignored: { TracingConfiguration: 'there is no tracer', Tags: DESCRIBES },
  async create(machine, resource, executions: Pick<Executions, 'add'>) {
    const name = machine.StateMachineName ?? physicalName(resource);
    const arn = arnOf('states', resource.place, `stateMachine:${name}`);
    const definition = machine.DefinitionString.replace(
      /\$\{([\w.-]+)\}/g,
      (placeholder, key: string) => machine.DefinitionSubstitutions[key] ?? placeholder,
    );
    const roleName = machine.RoleArn.slice(machine.RoleArn.lastIndexOf('/') + 1);
    const log = loggingOf(machine.LoggingConfiguration);
    const { StateMachineType: type, RoleArn: roleArn } = machine;
    executions.add({ arn, name, type, definition, roleName, roleArn, ...(log && { logging: log }) });
    return { ref: arn, attributes: { Arn: arn, Name: name } };
  },
});

function loggingOf(configuration: z.infer<typeof logging> | undefined) {
  const [destination] = configuration?.Destinations ?? [];
  if (configuration === undefined || destination === undefined) return undefined;
  const logGroup = destination.CloudWatchLogsLogGroup.LogGroupArn.replace(/^.*:log-group:/, '').replace(
    /:\*$/,
    '',
  );
  const { Level: level, IncludeExecutionData: includeExecutionData } = configuration;
  return { logGroup, level, includeExecutionData };
}
