import { describe, expect, it } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { grantsOf } from '../../constructs/grants.fixture.ts';
import { deployedTemplate } from '../../synth/deployed.fixture.ts';

describe('stack Hello', () => {
  const template = deployedTemplate('Hello');

  it('lets hello-world write and query greetings, and nothing else', () => {
    expect(grantsOf(template, 'HelloWorldRole')).toEqual({
      'HelloWorldLogGroup.Arn': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'GreetingsTable.Arn': ['dynamodb:PutItem', 'dynamodb:Query'],
    });
  });

  it('keeps every greeting of a name, and the receipts until they expire', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        TableName: 'Greetings',
        KeySchema: [
          { AttributeName: 'Name', KeyType: 'HASH' },
          { AttributeName: 'GreetingId', KeyType: 'RANGE' },
        ],
        TimeToLiveSpecification: { AttributeName: 'ExpiresAt', Enabled: true },
      },
    });
  });

  it('serves three paths and their preflights, and checks the body of a greeting', () => {
    template.resourceCountIs('AWS::ApiGateway::Method', 6);
    template.resourcePropertiesCountIs('AWS::ApiGateway::Method', { HttpMethod: 'OPTIONS' }, 3);
    template.hasResourceProperties('AWS::ApiGateway::Method', {
      HttpMethod: 'POST',
      RequestModels: { 'application/json': Match.anyValue() },
      RequestValidatorId: Match.anyValue(),
    });
    template.hasResourceProperties('AWS::ApiGateway::Model', {
      Schema: { type: 'object', required: ['Name'] },
    });
  });

  it('has exactly one output', () => {
    expect(Object.keys(template.findOutputs('*'))).toEqual(['HelloApiUrl']);
  });
});
