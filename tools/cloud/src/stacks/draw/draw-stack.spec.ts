import { describe, expect, it } from '@jest/globals';
import { grantsOf } from '../../constructs/grants.fixture.ts';
import { deployedTemplate } from '../../synth/deployed.fixture.ts';

describe('stack Draw', () => {
  const template = deployedTemplate('Draw');

  it('lets team-draw write its log, and nothing else', () => {
    expect(grantsOf(template, 'TeamDrawRole')).toEqual({
      'TeamDrawLogGroup.Arn': ['logs:CreateLogStream', 'logs:PutLogEvents'],
    });
    template.resourceCountIs('AWS::DynamoDB::Table', 0);
  });

  it('serves GET and POST of one path, by one function with less time than API Gateway waits', () => {
    template.resourceCountIs('AWS::ApiGateway::Method', 2);
    template.resourcePropertiesCountIs('AWS::ApiGateway::Method', { HttpMethod: 'GET' }, 1);
    template.resourcePropertiesCountIs('AWS::ApiGateway::Method', { HttpMethod: 'POST' }, 1);
    template.hasResourceProperties('AWS::Lambda::Function', { FunctionName: 'team-draw', Timeout: 25 });
  });

  it('has exactly one output', () => {
    expect(Object.keys(template.findOutputs('*'))).toEqual(['DrawApiUrl']);
  });
});
