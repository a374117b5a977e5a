import * as z from 'zod';
import { physicalName } from '../../../resources/physical-name.ts';
import type { ResourcePorts } from '../../../resources/resource-ports.ts';
import type { ResourceType } from '../../../resources/resource-type.ts';

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
export const stateMachine: ResourceType<z.infer<typeof properties>, ResourcePorts> = {
  type: 'AWS::StepFunctions::StateMachine',
  properties,
  async create(machine, resource, { stateMachines, region, accountId }) {
    const name = machine.StateMachineName ?? physicalName(resource);
    const arn = `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
    const definition = machine.DefinitionString.replace(
      /\$\{([\w.-]+)\}/g,
      (placeholder, key: string) => machine.DefinitionSubstitutions[key] ?? placeholder,
    );
    const roleName = machine.RoleArn.slice(machine.RoleArn.lastIndexOf('/') + 1);
    const log = loggingOf(machine.LoggingConfiguration);
    const { StateMachineType: type, RoleArn: roleArn } = machine;
    stateMachines.add({ arn, name, type, definition, roleName, roleArn, ...(log && { logging: log }) });
    return { ref: arn, attributes: { Arn: arn, Name: name } };
  },
};

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
