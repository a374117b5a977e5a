import { describe, expect, it } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { grantsOf } from '../../constructs/grants.fixture.ts';
import { deployedTemplate } from '../../synth/deployed.fixture.ts';

const EXECUTIONS = 'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:Training:*';
const steps = {
  'training-attack': 'TrainingAttack',
  'training-pass': 'TrainingPass',
  'training-defense': 'TrainingDefense',
  'training-free-kick': 'TrainingFreeKick',
  'training-duel': 'TrainingDuel',
  'training-fail': 'TrainingFail',
};

describe('stack Training', () => {
  const template = deployedTemplate('Training');

  it.each(Object.entries(steps))('lets %s put records, and nothing else', (name, id) => {
    expect(grantsOf(template, `${id}Role`)).toEqual({
      [`${id}LogGroup.Arn`]: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'TrainingTable.Arn': ['dynamodb:PutItem'],
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: name,
      Environment: { Variables: { TRAINING_TABLE: Match.anyValue() } },
    });
  });

  it('lets training-start start executions and look one up, and nothing else', () => {
    expect(grantsOf(template, 'TrainingStartRole')).toEqual({
      'TrainingStartLogGroup.Arn': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      MachineStateMachine: ['states:StartExecution'],
      [EXECUTIONS]: ['states:DescribeExecution'],
    });
  });

  it('lets training-reader read executions and records, and nothing else', () => {
    expect(grantsOf(template, 'TrainingReaderRole')).toEqual({
      'TrainingReaderLogGroup.Arn': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      [EXECUTIONS]: ['states:DescribeExecution', 'states:GetExecutionHistory'],
      'TrainingTable.Arn': ['dynamodb:Query'],
    });
  });

  it('lets the machine invoke the five drills and training-fail, and no other function', () => {
    const invoked = Object.entries(grantsOf(template, 'MachineRole'))
      .filter(([, actions]) => actions.includes('lambda:InvokeFunction'))
      .map(([name]) => name);
    expect(invoked.sort()).toEqual(
      Object.values(steps)
        .map((id) => `${id}Function.Arn`)
        .sort(),
    );
    template.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
    template.resourceCountIs('AWS::Lambda::Function', 8);
  });

  it('gives the functions of the API the machine, and less time than API Gateway waits', () => {
    for (const FunctionName of ['training-start', 'training-reader'])
      template.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName,
        Timeout: 25,
        Environment: { Variables: { STATE_MACHINE_ARN: { Ref: Match.anyValue() } } },
      });
  });

  it('keeps one record for each drill of a training', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        TableName: 'Trainings',
        KeySchema: [
          { AttributeName: 'TrainingId', KeyType: 'HASH' },
          { AttributeName: 'Drill', KeyType: 'RANGE' },
        ],
      },
    });
  });

  it('serves two methods, of which the one that starts is throttled more', () => {
    template.resourceCountIs('AWS::ApiGateway::Method', 2);
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      MethodSettings: Match.arrayWith([
        Match.objectLike({ ResourcePath: '/~1training', HttpMethod: 'POST', ThrottlingRateLimit: 20 }),
      ]),
    });
  });

  it('has exactly the two outputs', () => {
    expect(Object.keys(template.findOutputs('*')).sort()).toEqual([
      'TrainingApiUrl',
      'TrainingStateMachineArn',
    ]);
  });
});
