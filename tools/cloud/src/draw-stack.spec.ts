import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { DrawStack } from './draw-stack.ts';
import { grantsOf } from './grants.fixture.ts';
import { synthesize } from './synthesize.ts';
import { addZips } from './zips.fixture.ts';

describe('stack Draw', () => {
  let folder = '';
  let template: Template;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'draw-'));
    addZips(folder);
    const app = new App({ outdir: join(folder, 'cdk.out') });
    template = Template.fromStack(new DrawStack(app, 'Draw', { zips: folder }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('passes the validator and the security rules', () => {
    const addStack = (app: App) => void new DrawStack(app, 'Draw', { zips: folder });
    expect(synthesize(join(folder, 'checked'), addStack)).toEqual([]);
  }, 60_000);

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
