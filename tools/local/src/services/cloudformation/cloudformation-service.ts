import * as z from 'zod';
import { accessRule } from '../../gateway/access-rule.ts';
import { ApiError } from '../../gateway/api-error.ts';
import { type QueryApi, queryOperation, queryService } from '../../gateway/query-service.ts';
import type { Service } from '../../gateway/service.ts';
import * as inputs from './parameters.ts';
import type { DeployedResource, DeployedStacks, RunningStack } from './deployed-stacks.ts';

const API: QueryApi = {
  name: 'cloudformation',
  namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  refusals: { throttled: { status: 400, code: 'Throttling', message: 'Rate exceeded' } },
};

/** The status of every stack and resource that runs: one that could not be made ends the start. */
const STATUS = 'CREATE_COMPLETE';

/**
 * The part of the API that reads: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html
 * What it lists fits into one page.
 */
export function cloudformationService(stacks: DeployedStacks): Service {
  return queryService(API, {
    context: stacks,
    operations: {
      DescribeStacks: queryOperation(inputs.anyStack, (all: DeployedStacks, { StackName }) => ({
        Stacks: (StackName === undefined ? all.all() : [existing(all, StackName)]).map(describeStack),
      })),
      ListStacks: queryOperation(inputs.statuses, (all: DeployedStacks, { StackStatusFilter }) => ({
        StackSummaries: (StackStatusFilter?.includes(STATUS) ?? true) ? all.all().map(summarizeStack) : [],
      })),
      DescribeStackResource: queryOperation(inputs.oneResource, (all: DeployedStacks, input) => {
        const stack = existing(all, input.StackName);
        return { StackResourceDetail: describeResource(stack, resourceOf(stack, input.LogicalResourceId)) };
      }),
      DescribeStackResources: queryOperation(inputs.someResources, (all: DeployedStacks, input) => ({
        StackResources: selectResources(all, input),
      })),
      ListStackResources: queryOperation(inputs.oneStack, (all: DeployedStacks, { StackName }) => ({
        StackResourceSummaries: summarizeResources(existing(all, StackName)),
      })),
      GetTemplate: queryOperation(inputs.template, (all: DeployedStacks, { StackName }) => ({
        TemplateBody: existing(all, StackName).template,
        StagesAvailable: ['Original', 'Processed'],
      })),
      // A template that exports a value is refused when the stack starts.
      ListExports: queryOperation(inputs.none, () => ({ Exports: [] })),
    },
    parameters: inputs.PARAMETERS,
    access: {
      DescribeStacks: onStack('DescribeStacks'),
      ListStacks: onAll('ListStacks'),
      DescribeStackResource: onStack('DescribeStackResource'),
      DescribeStackResources: onStackOfResource,
      ListStackResources: onStack('ListStackResources'),
      GetTemplate: onStack('GetTemplate'),
      ListExports: onAll('ListExports'),
    },
  });
}

const named = z.object({ StackName: z.string().optional() });

function onStack(name: string) {
  return accessRule(named, (all: DeployedStacks, { StackName }) => [
    { action: `cloudformation:${name}`, resource: StackName === undefined ? '*' : all.arnOf(StackName) },
  ]);
}

/** A resource stands for its stack. */
const onStackOfResource = accessRule(
  z.object({ StackName: z.string().optional(), PhysicalResourceId: z.string().optional() }),
  (all: DeployedStacks, { StackName, PhysicalResourceId }) => {
    const stack = StackName ?? ofResource(all, PhysicalResourceId)?.id;
    const resource = stack === undefined ? '*' : all.arnOf(stack);
    return [{ action: 'cloudformation:DescribeStackResources', resource }];
  },
);

function ofResource(stacks: DeployedStacks, id: string | undefined): RunningStack | undefined {
  return stacks.all().find(({ resources }) => resources.some(({ physicalId }) => physicalId === id));
}

function onAll(name: string) {
  return accessRule(named, () => [{ action: `cloudformation:${name}`, resource: '*' }]);
}

function existing(stacks: DeployedStacks, nameOrId: string): RunningStack {
  const stack = stacks.find(nameOrId);
  if (stack === undefined) throw new ApiError('ValidationError', `Stack with id ${nameOrId} does not exist`);
  return stack;
}

function resourceOf({ name, resources }: RunningStack, logicalId: string): DeployedResource {
  const resource = resources.find((each) => each.logicalId === logicalId);
  if (resource !== undefined) return resource;
  throw new ApiError('ValidationError', `Resource ${logicalId} does not exist for stack ${name}`);
}

function selectResources(stacks: DeployedStacks, input: z.infer<typeof inputs.someResources>): object[] {
  const { StackName, LogicalResourceId, PhysicalResourceId } = input;
  if ((StackName === undefined) === (PhysicalResourceId === undefined))
    throw new ApiError(
      'ValidationError',
      'Exactly one of StackName and PhysicalResourceId must be specified',
    );
  const stack =
    StackName === undefined ? ofResource(stacks, PhysicalResourceId) : existing(stacks, StackName);
  if (stack === undefined)
    throw new ApiError('ValidationError', `Stack for ${PhysicalResourceId} does not exist`);
  const chosen = LogicalResourceId === undefined ? stack.resources : [resourceOf(stack, LogicalResourceId)];
  return chosen.map((resource) => {
    const { LastUpdatedTimestamp: Timestamp, ...described } = describeResource(stack, resource);
    return { ...described, Timestamp };
  });
}

function describeStack(stack: RunningStack): object {
  const { name, id, description, parameters, outputs } = stack;
  return {
    StackId: id,
    StackName: name,
    Description: description,
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    CreationTime: timeOf(stack),
    RollbackConfiguration: {},
    StackStatus: STATUS,
    DisableRollback: false,
    NotificationARNs: [],
    Capabilities: [],
    Outputs: outputs.map(({ key, value, description: Description }) => ({
      OutputKey: key,
      OutputValue: value,
      Description,
    })),
    Tags: [],
    EnableTerminationProtection: false,
    DriftInformation: NOT_CHECKED,
  };
}

function summarizeStack(stack: RunningStack): object {
  return {
    StackId: stack.id,
    StackName: stack.name,
    TemplateDescription: stack.description,
    CreationTime: timeOf(stack),
    StackStatus: STATUS,
    DriftInformation: NOT_CHECKED,
  };
}

const NOT_CHECKED = { StackDriftStatus: 'NOT_CHECKED' };

function describeResource(stack: RunningStack, resource: DeployedResource) {
  const place = { StackName: stack.name, StackId: stack.id };
  return { ...place, ...summaryOf(resource), LastUpdatedTimestamp: timeOf(stack) };
}

function summarizeResources(stack: RunningStack): object[] {
  return stack.resources.map((resource) => ({
    ...summaryOf(resource),
    LastUpdatedTimestamp: timeOf(stack),
  }));
}

function summaryOf({ logicalId, physicalId, type }: DeployedResource) {
  return {
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    ResourceStatus: STATUS,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}

function timeOf({ created }: RunningStack): string {
  return new Date(created).toISOString();
}
