import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { grantsOf } from './grants.fixture.ts';
import { HelloStack } from './hello-stack.ts';
import { synthesize } from './synthesize.ts';
import { addZips } from './zips.fixture.ts';

describe('stack Hello', () => {
  let folder = '';
  let template: Template;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hello-'));
    addZips(folder);
    const app = new App({ outdir: join(folder, 'cdk.out') });
    template = Template.fromStack(new HelloStack(app, 'Hello', { zips: folder }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('passes the validator and the security rules', () => {
    const addStack = (app: App) => void new HelloStack(app, 'Hello', { zips: folder });
    expect(synthesize(join(folder, 'checked'), addStack)).toEqual([]);
  }, 60_000);

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
