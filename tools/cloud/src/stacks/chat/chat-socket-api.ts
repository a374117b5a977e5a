import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnApi,
  CfnStage,
  LogGroupLogDestination,
  WebSocketApi,
  WebSocketStage,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../../constructs/acknowledge.ts';
import { alarmAbove } from '../../constructs/alarms.ts';
import { limitConcurrency } from '../../constructs/api-concurrency.ts';
import type { HanokFunction } from '../../constructs/hanok-function.ts';

type ChatSocketApiProps = {
  authorize: HanokFunction;
  connect: HanokFunction;
  disconnect: HanokFunction;
  /** The functions of the routes for messages, by route key. */
  routes: Readonly<Record<string, HanokFunction>>;
};

/** The WebSocket API: the field `action` of a message names its route, and every route answers its sender. */
export class ChatSocketApi extends Construct {
  readonly stage: WebSocketStage;
  private readonly api: WebSocketApi;

  constructor(scope: Construct, id: string, props: ChatSocketApiProps) {
    super(scope, id);
    const integration = (name: string, { function: fn }: HanokFunction) =>
      new WebSocketLambdaIntegration(`${name}Integration`, fn);
    this.api = new WebSocketApi(this, 'Api', {
      apiName: 'Chat',
      routeSelectionExpression: '$request.body.action',
      connectRouteOptions: {
        // Every request has the header: a client shows a ticket in the query or a token in another header.
        authorizer: new WebSocketLambdaAuthorizer('Authorizer', props.authorize.function, {
          identitySource: ['route.request.header.Host'],
        }),
        integration: integration('Connect', props.connect),
      },
      disconnectRouteOptions: { integration: integration('Disconnect', props.disconnect) },
    });
    for (const [key, fn] of Object.entries(props.routes))
      this.api.addRoute(key, { integration: integration(key, fn), returnResponse: true });
    this.stage = this.addStage();
    acknowledge(this.api, {
      'AwsSolutions-APIG4':
        'Only $connect can have an authorizer; what it says of the caller is in all later events.',
    });
    for (const { function: fn } of [
      props.authorize,
      props.connect,
      props.disconnect,
      ...Object.values(props.routes),
    ])
      limitConcurrency(fn);
    this.addAlarms();
  }

  /** Lets a function post to the connections of this API, and do nothing else with them. */
  allowPosts(sender: HanokFunction): void {
    const resource = Stack.of(this).formatArn({
      service: 'execute-api',
      resource: this.api.apiId,
      resourceName: `${this.stage.stageName}/POST/@connections/*`,
    });
    sender.allow(['execute-api:ManageConnections'], resource);
    const { defaultChild } = this.api.node;
    if (!(defaultChild instanceof CfnApi)) return;
    const id = Stack.of(this).getLogicalId(defaultChild);
    const connections = `arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<${id}>/prod/POST/@connections/*`;
    acknowledge(sender.role, {
      [`AwsSolutions-IAM5[Resource::${connections}]`]:
        'Connections come and go: the API is what a policy can name.',
    });
  }

  private addStage(): WebSocketStage {
    const logGroup = new LogGroup(this, 'AccessLogGroup', {
      logGroupName: '/aws/apigateway/Chat',
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: this.api,
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
    const { defaultChild } = stage.node;
    if (defaultChild instanceof CfnStage)
      defaultChild.routeSettings = {
        $connect: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
        typing: { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 },
      };
    return stage;
  }

  private addAlarms(): void {
    const dimensionsMap = { ApiId: this.api.apiId, Stage: this.stage.stageName };
    const counted = { namespace: 'AWS/ApiGateway', dimensionsMap, statistic: 'Sum' };
    for (const metricName of ['IntegrationError', 'ExecutionError'])
      alarmAbove(this, `${metricName}Alarm`, {
        metric: new Metric({ ...counted, metricName }),
        limit: 0,
        description: `The chat had an event with ${metricName}.`,
      });
  }
}
