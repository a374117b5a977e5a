import { describe, expect, it } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { grantsOf } from '../../constructs/grants.fixture.ts';
import { deployedTemplate } from '../../synth/deployed.fixture.ts';

const EXECUTIONS = 'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:Crawl:*';
const ownLog = ['logs:CreateLogStream', 'logs:PutLogEvents'];

describe('stack Crawler', () => {
  const template = deployedTemplate('Crawler');

  it.each([
    [
      'CrawlFetch',
      {
        'HostTable.Arn': [
          'dynamodb:DeleteItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:UpdateItem',
        ],
      },
    ],
    ['CrawlStore', { 'PageTable.Arn': ['dynamodb:PutItem'], 'CrawlTable.Arn': ['dynamodb:PutItem'] }],
    ['CrawlFail', { 'CrawlTable.Arn': ['dynamodb:PutItem'] }],
    [
      'CrawlStart',
      { MachineStateMachine: ['states:StartExecution'], [EXECUTIONS]: ['states:DescribeExecution'] },
    ],
    ['CrawlReader', { 'CrawlTable.Arn': ['dynamodb:GetItem'], [EXECUTIONS]: ['states:DescribeExecution'] }],
  ])('lets %s do what it does, and nothing else', (id, grants) => {
    expect(grantsOf(template, `${id}Role`)).toEqual({ [`${id}LogGroup.Arn`]: ownLog, ...grants });
  });

  it('lets the machine invoke fetch, store and fail, and no other function', () => {
    const invoked = Object.entries(grantsOf(template, 'MachineRole'))
      .filter(([, actions]) => actions.includes('lambda:InvokeFunction'))
      .map(([name]) => name);
    expect(invoked.sort()).toEqual([
      'CrawlFailFunction.Arn',
      'CrawlFetchFunction.Arn',
      'CrawlStoreFunction.Arn',
    ]);
  });

  it.each([
    ['CrawlPages', 'Url', Match.absent()],
    ['Crawls', 'CrawlId', { AttributeName: 'ExpiresAt', Enabled: true }],
    ['CrawlHosts', 'HostKey', { AttributeName: 'ExpiresAt', Enabled: true }],
  ])('keeps table %s by %s', (TableName, AttributeName, TimeToLiveSpecification) => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: { TableName, KeySchema: [{ AttributeName, KeyType: 'HASH' }], TimeToLiveSpecification },
    });
  });

  it('gives crawl-fetch three times the time of a fetch, and a processor for large pages', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'crawl-fetch',
      Timeout: 30,
      MemorySize: 512,
      Environment: { Variables: { HOST_TABLE: Match.anyValue() } },
    });
  });

  it('tells crawl-start and crawl-fetch the same addresses, by parameters that open none at first', () => {
    const { Default } = z
      .object({ Default: z.string() })
      .parse(template.findParameters('AllowedHosts')['AllowedHosts']);
    expect(Default).toBe('');
    for (const FunctionName of ['crawl-start', 'crawl-fetch'])
      template.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName,
        Environment: {
          Variables: {
            ALLOWED_PORTS: { Ref: 'AllowedPorts' },
            ALLOWED_HOSTS: {
              'Fn::If': ['HasAllowedHosts', { Ref: 'AllowedHosts' }, { Ref: 'AWS::NoValue' }],
            },
          },
        },
      });
  });

  it.each([
    [
      'AllowedHosts',
      ['', '127.0.0.1:80', 'site.example:8080,[::1]:80'],
      ['site.example', 'a:80,', 'a:80, b:80'],
    ],
    ['AllowedPorts', ['80', '80,443,8080'], ['', '0', '80,', 'http']],
    ['ContactUrl', ['', 'https://crawler.example/'], ['crawler.example', 'https://a b']],
  ])('takes a parameter %s of its shape only', (name, taken, refused) => {
    const { AllowedPattern } = z
      .object({ AllowedPattern: z.string() })
      .parse(template.findParameters(name)[name]);
    expect([...taken, ...refused].filter((one) => new RegExp(AllowedPattern).test(one))).toEqual(taken);
  });

  it('has an alarm on any error of each function, and when more than nine in ten fetches bring no page', () => {
    const alarms = template.findResources('AWS::CloudWatch::Alarm', {
      Properties: { MetricName: 'Errors' },
    });
    const functions = Object.keys(alarms).map((id) => id.replace(/ErrorsAlarm.*$/, ''));
    expect(functions.sort()).toEqual(['CrawlFail', 'CrawlFetch', 'CrawlReader', 'CrawlStart', 'CrawlStore']);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Threshold: 90,
      Metrics: Match.arrayWith([
        Match.objectLike({ Expression: 'IF(fetches >= 10, 100 * FILL(failures, 0) / fetches, 0)' }),
        Match.objectLike({
          Id: 'failures',
          MetricStat: Match.objectLike({
            Metric: {
              Namespace: 'Hanok',
              MetricName: 'FetchesFailed',
              Dimensions: [{ Name: 'service', Value: 'crawl-fetch' }],
            },
          }),
        }),
      ]),
    });
  });

  it('serves two methods, of which the one that starts is throttled more', () => {
    template.resourceCountIs('AWS::ApiGateway::Method', 2);
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      MethodSettings: Match.arrayWith([
        Match.objectLike({ ResourcePath: '/~1crawl', HttpMethod: 'POST', ThrottlingRateLimit: 5 }),
      ]),
    });
  });

  it('has exactly the two outputs', () => {
    expect(Object.keys(template.findOutputs('*')).sort()).toEqual(['CrawlApiUrl', 'CrawlStateMachineArn']);
  });
});
