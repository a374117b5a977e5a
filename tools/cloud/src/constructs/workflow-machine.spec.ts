import { retries, stateMachine, taskFunction } from '@hanok/workflows';
import { describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import * as z from 'zod';
import { grantsOf } from './grants.fixture.ts';
import { UNVALIDATED } from '../synth/deployed.fixture.ts';
import { WorkflowMachine } from './workflow-machine.ts';

const task = (name: string) => ({
  Type: 'Task' as const,
  Function: taskFunction({
    name,
    input: z.object({}),
    output: z.object({}),
    errors: ['InvalidEventError'],
    stores: 'failure',
  }),
  TimeoutSeconds: 5,
  Retry: retries(),
});
const machine = stateMachine({
  Comment: '차 한 잔',
  TimeoutSeconds: 900,
  input: z.object({}),
  StartAt: '끓이기',
  States: { 끓이기: { ...task('boil'), Next: '따르기' }, 따르기: { ...task('pour'), End: true } },
});

function deploy(names: string[]) {
  const stack = new Stack(new App(UNVALIDATED), 'Tea');
  const code = Code.fromInline('0');
  const settings = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code };
  const functions = Object.fromEntries(names.map((name) => [name, new Function(stack, name, settings)]));
  new WorkflowMachine(stack, 'Machine', { name: 'Tea', machine, functions });
  return Template.fromStack(stack);
}

describe('WorkflowMachine', () => {
  it('deploys the definition as written, with the ARN of each function beside it', () => {
    const template = deploy(['boil', 'pour']);
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineName: 'Tea',
      StateMachineType: 'STANDARD',
      DefinitionString: Match.serializedJson({
        Comment: '차 한 잔',
        StartAt: '끓이기',
        TimeoutSeconds: 900,
        States: {
          끓이기: { Type: 'Task', Resource: '${boil}', TimeoutSeconds: 5, Retry: retries(), Next: '따르기' },
          따르기: { Type: 'Task', Resource: '${pour}', TimeoutSeconds: 5, Retry: retries(), End: true },
        },
      }),
      DefinitionSubstitutions: {
        boil: { 'Fn::GetAtt': [Match.stringLikeRegexp('^boil'), 'Arn'] },
        pour: { 'Fn::GetAtt': [Match.stringLikeRegexp('^pour'), 'Arn'] },
      },
    });
  });

  it('traces every execution, and logs what failed without its data', () => {
    const template = deploy(['boil', 'pour']);
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: {
        Level: 'ERROR',
        IncludeExecutionData: false,
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: Match.anyValue() } }],
      },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/aws/vendedlogs/states/Tea',
      RetentionInDays: 30,
    });
  });

  it('may invoke its functions, send its logs and traces, and nothing else', () => {
    expect(grantsOf(deploy(['boil', 'pour']), 'MachineRole')).toEqual({
      'boil.Arn': ['lambda:InvokeFunction'],
      'pour.Arn': ['lambda:InvokeFunction'],
      '*': [
        'logs:CreateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:DescribeLogGroups',
        'logs:DescribeResourcePolicies',
        'logs:GetLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:UpdateLogDelivery',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
        'xray:PutTelemetryRecords',
        'xray:PutTraceSegments',
      ],
    });
  });

  it('has alarms for executions that fail or time out', () => {
    const template = deploy(['boil', 'pour']);
    for (const MetricName of ['ExecutionsFailed', 'ExecutionsTimedOut'])
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        Namespace: 'AWS/States',
        MetricName,
        Statistic: 'Sum',
        Threshold: 0,
        TreatMissingData: 'notBreaching',
      });
    template.resourceCountIs('AWS::CloudWatch::Alarm', 2);
  });

  it.each([[['boil']], [['boil', 'pour', 'drink']]])('refuses functions other than its own: %j', (names) => {
    expect(() => deploy(names)).toThrow('Tea runs boil, pour; it is given');
  });
});
