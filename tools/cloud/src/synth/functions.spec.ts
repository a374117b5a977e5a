import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { deployedResources } from './deployed.fixture.ts';

const resources = deployedResources();
const ofType = (type: string) => resources.filter(({ resource }) => resource.Type === type);
const fn = z.object({
  FunctionName: z.string(),
  LoggingConfig: z.object({ LogGroup: z.object({ Ref: z.string() }) }),
  ReservedConcurrentExecutions: z.json().optional(),
});
const functions = ofType('AWS::Lambda::Function').map(({ stack, id, resource }) => ({
  ...{ stack, id, ...fn.parse(resource['Properties']) },
}));
const group = z.object({ LogGroupName: z.string().optional(), RetentionInDays: z.int().optional() });
const groups = ofType('AWS::Logs::LogGroup').map(({ stack, id, resource }) => ({
  ...{ stack, id, ...group.parse(resource['Properties']) },
}));

describe('the functions that deploy', () => {
  it('each have a log group of their stack, named after them', () => {
    expect(functions.length).toBeGreaterThan(40);
    for (const { stack, FunctionName, LoggingConfig } of functions) {
      const own = groups.find((each) => each.stack === stack && each.id === LoggingConfig.LogGroup.Ref);
      expect(own?.LogGroupName).toBe(`/aws/lambda/${FunctionName}`);
    }
  });

  it('log for 30 days, and so does everything that has a log group', () => {
    expect(groups.filter(({ RetentionInDays }) => RetentionInDays !== 30)).toEqual([]);
  });

  it('reserve concurrency behind an API or a URL alone, and only where the parameter asks for it', () => {
    const reserving = functions.filter((each) => each.ReservedConcurrentExecutions !== undefined);
    for (const { ReservedConcurrentExecutions } of reserving)
      expect(ReservedConcurrentExecutions).toEqual({
        'Fn::If': ['HasApiConcurrency', { Ref: 'ApiConcurrency' }, { Ref: 'AWS::NoValue' }],
      });
    const isCalledByApi = ({ stack, id }: (typeof functions)[number]) =>
      ofType('AWS::Lambda::Permission').some(
        (each) =>
          each.stack === stack &&
          JSON.stringify(each.resource['Properties']).includes(`"${id}"`) &&
          /apigateway\.amazonaws\.com|FunctionUrlAuthType/.test(JSON.stringify(each.resource['Properties'])),
      );
    expect(reserving).toEqual(functions.filter(isCalledByApi));
  });
});
