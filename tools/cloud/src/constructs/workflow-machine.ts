import { functionsOf, type StateMachine as Machine, statesLanguage } from '@hanok/workflows';
import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { alarmAbove } from './alarms.ts';
import type { HanokFunction } from './hanok-function.ts';

type WorkflowMachineProps = {
  name: string;
  machine: Machine;
  /** Deployed functions by name: exactly those that the machine runs. */
  functions: Readonly<Record<string, Function>>;
};

/** One deployed state machine: a role that invokes its functions and no other, its log of failures, its alarms. */
export class WorkflowMachine extends Construct {
  readonly arn: string;
  private readonly name: string;

  constructor(scope: Construct, id: string, props: WorkflowMachineProps) {
    super(scope, id);
    this.name = props.name;
    const arns = functionArns(props);
    const stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: props.name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(JSON.stringify(statesLanguage(props.machine))),
      definitionSubstitutions: arns,
      role: createRole(this, Object.values(arns)),
      logs: {
        destination: createLogGroup(this, props.name),
        level: LogLevel.ERROR,
        includeExecutionData: false,
      },
      tracingEnabled: true,
    });
    acknowledge(stateMachine, ACCEPTED_FINDINGS);
    alarmOnExecutions(this, stateMachine);
    this.arn = stateMachine.stateMachineArn;
  }

  /** Lets a function start executions, and look up the one that has a name already. */
  allowStart(fn: HanokFunction): void {
    fn.allow(['states:StartExecution'], this.arn);
    this.allowOnExecutions(fn, ['states:DescribeExecution']);
  }

  /** Grants these actions on every execution of the machine. */
  allowOnExecutions(fn: HanokFunction, actions: string[]): void {
    const executions = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${this.name}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    fn.allow(actions, executions);
    const anyOf = `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${this.name}:*`;
    acknowledge(fn.role, {
      [`AwsSolutions-IAM5[Resource::${anyOf}]`]: 'An execution of this machine gets its name when it starts.',
    });
  }
}

/** ARNs by the names that stand in the definition. */
function functionArns({ name, machine, functions }: WorkflowMachineProps): Record<string, string> {
  const [runs, given] = [functionsOf(machine), Object.keys(functions)].map((names) =>
    names.sort().join(', '),
  );
  if (runs !== given) throw new RangeError(`${name} runs ${runs}; it is given ${given}`);
  return Object.fromEntries(Object.entries(functions).map(([key, fn]) => [key, fn.functionArn]));
}

function createRole(scope: Construct, functions: string[]): Role {
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
  role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: functions }));
  acknowledge(role, {
    'AwsSolutions-IAM5[Resource::*]':
      'Log delivery of Step Functions and X-Ray know no resources to name, as their documentation says.',
  });
  return role;
}

/** The prefix keeps the policy of the log groups that services write to within its size. */
function createLogGroup(scope: Construct, name: string): LogGroup {
  return new LogGroup(scope, 'LogGroup', {
    logGroupName: `/aws/vendedlogs/states/${name}`,
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

function alarmOnExecutions(scope: Construct, machine: StateMachine): void {
  alarmAbove(scope, 'FailedAlarm', {
    metric: machine.metricFailed({ statistic: 'Sum' }),
    limit: 0,
    description: 'An execution failed.',
  });
  alarmAbove(scope, 'TimedOutAlarm', {
    metric: machine.metricTimedOut({ statistic: 'Sum' }),
    limit: 0,
    description: 'An execution took longer than it may.',
  });
}

const ACCEPTED_FINDINGS = {
  'AwsSolutions-SF1':
    'Each function logs its own outcome, and the history of an execution has every event for 90 days; the log has what failed.',
};
