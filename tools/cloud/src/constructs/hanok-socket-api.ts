import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnStage,
  LogGroupLogDestination,
  WebSocketApi,
  type WebSocketApiProps,
  WebSocketStage,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { alarmAbove } from './alarms.ts';

type HanokSocketApiProps = Omit<WebSocketApiProps, 'apiName'> & {
  name: string;
  /** Limits of single routes, by route key; all others share 500 a second, 1000 at once. */
  throttling?: Readonly<Record<string, { rateLimit: number; burstLimit: number }>>;
  /** Why a route needs no authorizer of its own. */
  openRoutes?: string;
};

/** What every WebSocket API has: one stage `prod`, access logs without queries, throttling, alarms on failed events. */
export class HanokSocketApi extends Construct {
  readonly stage: WebSocketStage;
  protected readonly api: WebSocketApi;

  constructor(scope: Construct, id: string, props: HanokSocketApiProps) {
    super(scope, id);
    const { name, throttling = {}, openRoutes = OPEN_TO_ALL, ...options } = props;
    this.api = new WebSocketApi(this, 'Api', { apiName: name, ...options });
    this.stage = addStage(this, this.api, name);
    limitRoutes(this.stage, throttling);
    acknowledge(this.api, { 'AwsSolutions-APIG4': openRoutes });
    this.addAlarms(name);
  }

  private addAlarms(name: string): void {
    const dimensionsMap = { ApiId: this.api.apiId, Stage: this.stage.stageName };
    const counted = { namespace: 'AWS/ApiGateway', dimensionsMap, statistic: 'Sum' };
    for (const metricName of ['IntegrationError', 'ExecutionError'])
      alarmAbove(this, `${metricName}Alarm`, {
        metric: new Metric({ ...counted, metricName }),
        limit: 0,
        description: `The WebSocket API ${name} had an event with ${metricName}.`,
      });
  }
}

const OPEN_TO_ALL = 'The API is public: it answers what it is asked, and keeps nothing.';

function addStage(scope: Construct, webSocketApi: WebSocketApi, name: string): WebSocketStage {
  const logGroup = new LogGroup(scope, 'AccessLogGroup', {
    logGroupName: `/aws/apigateway/${name}`,
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return new WebSocketStage(scope, 'Stage', {
    webSocketApi,
    stageName: 'prod',
    autoDeploy: true,
    throttle: { rateLimit: 500, burstLimit: 1000 },
    // The format has no query: a ticket never stands in the log.
    accessLogSettings: {
      destination: new LogGroupLogDestination(logGroup),
      format: AccessLogFormat.custom(
        JSON.stringify({
          ...{ requestId: '$context.requestId', requestTime: '$context.requestTime' },
          ...{ routeKey: '$context.routeKey', status: '$context.status' },
          ...{ connectionId: '$context.connectionId', ip: '$context.identity.sourceIp' },
        }),
      ),
    },
  });
}

function limitRoutes(
  stage: WebSocketStage,
  throttling: NonNullable<HanokSocketApiProps['throttling']>,
): void {
  const { defaultChild } = stage.node;
  const limits = Object.entries(throttling).map(([routeKey, { rateLimit, burstLimit }]) => [
    routeKey,
    { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit },
  ]);
  if (limits.length > 0 && defaultChild instanceof CfnStage)
    defaultChild.routeSettings = Object.fromEntries(limits);
}
