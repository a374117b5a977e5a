import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { deployedResources } from './deployed.fixture.ts';

const resources = deployedResources();
const stacks = [...new Set(resources.map(({ stack }) => stack))];
const dashboard = z.object({
  Properties: z.object({
    DashboardName: z.json(),
    DashboardBody: z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.json())]) }),
  }),
});
const body = z.object({
  widgets: z.array(
    z.object({
      properties: z.object({
        title: z.string(),
        alarms: z.array(z.string()).default([]),
        metrics: z.array(z.array(z.json())).default([]),
      }),
    }),
  ),
});

/** The dashboards of a stack, with the id of a resource where its name or ARN goes. */
function dashboardsOf(stack: string) {
  return resources
    .filter((each) => each.stack === stack && each.resource.Type === 'AWS::CloudWatch::Dashboard')
    .map(({ resource }) => {
      const { DashboardName, DashboardBody } = dashboard.parse(resource).Properties;
      const text = DashboardBody['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : idIn(part)));
      return { name: DashboardName, ...body.parse(JSON.parse(text.join(''))) };
    });
}

function idIn(reference: unknown): string {
  return /"(?:Ref|Fn::GetAtt)":\[?"([^"]+)"/.exec(JSON.stringify(reference))?.[1] ?? '';
}

/** Metrics that a resource of each type has on the dashboard of its stack. */
const SHOWN: Readonly<Record<string, readonly string[]>> = {
  'AWS::Lambda::Function': [
    ...['Invocations', 'Errors', 'Throttles', 'DeadLetterErrors', 'Duration', 'ConcurrentExecutions'],
  ],
  'AWS::SQS::Queue': ['ApproximateNumberOfMessagesVisible'],
  'AWS::DynamoDB::Table': ['ReadThrottleEvents', 'WriteThrottleEvents'],
  'AWS::StepFunctions::StateMachine': ['ExecutionsStarted', 'ExecutionsFailed', 'ExecutionTime'],
  'AWS::ApiGatewayV2::Api': ['ConnectCount', 'MessageCount', 'IntegrationLatency', 'ExecutionError'],
  'AWS::SNS::Topic': ['NumberOfMessagesPublished', 'NumberOfNotificationsFailed'],
};

describe.each(stacks)('the dashboard of %s', (stack) => {
  const [first, ...others] = dashboardsOf(stack);
  const widgets = first?.widgets.map(({ properties }) => properties) ?? [];
  const metrics = widgets.flatMap((each) => each.metrics);
  const ofStack = resources.filter((each) => each.stack === stack);
  const idsOf = (type: string) =>
    ofStack.filter(({ resource }) => resource.Type === type).map(({ id }) => id);

  it('is the only one, and its name has the region', () => {
    expect(others).toEqual([]);
    expect(first?.name).toEqual({ 'Fn::Join': ['', [`${stack}-`, { Ref: 'AWS::Region' }]] });
  });

  it('shows every alarm, function, queue, table, state machine, WebSocket API and topic', () => {
    expect(widgets[0]?.alarms.toSorted()).toEqual(idsOf('AWS::CloudWatch::Alarm').toSorted());
    for (const [type, names] of Object.entries(SHOWN))
      for (const id of idsOf(type)) {
        const shown = metrics.filter((metric) => metric.includes(id)).map((metric) => metric[1]);
        expect({ id, shown }).toEqual({ id, shown: expect.arrayContaining([...names]) });
      }
  });

  it('shows requests and latency of each REST API, and how far behind each reader of a stream is', () => {
    const count = (name: string) => metrics.filter((metric) => metric[1] === name).length;
    const isReader = ({ resource }: (typeof ofStack)[number]) =>
      resource.Type === 'AWS::Lambda::EventSourceMapping' &&
      /StartingPosition/.test(JSON.stringify(resource));
    expect(count('IteratorAge')).toBe(ofStack.filter(isReader).length);
    for (const name of ['Count', '4XXError', '5XXError'])
      expect(count(name)).toBe(idsOf('AWS::ApiGateway::RestApi').length);
    expect(count('Latency')).toBe(3 * idsOf('AWS::ApiGateway::RestApi').length);
  });

  it('keeps to what CloudWatch takes: 500 widgets, and 500 metrics in each', () => {
    expect(widgets.length).toBeLessThanOrEqual(500);
    for (const each of widgets) expect(each.metrics.length).toBeLessThanOrEqual(500);
    expect(widgets.length).toBeGreaterThan(2);
  });
});
