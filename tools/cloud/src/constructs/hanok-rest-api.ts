import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  type MethodDeploymentOptions,
  MethodLoggingLevel,
  type MethodOptions,
  RestApi,
  type StageOptions,
} from 'aws-cdk-lib/aws-apigateway';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { alarmAbove } from './alarms.ts';
import { limitConcurrency } from './api-concurrency.ts';

/** API Gateway waits for 29 seconds: a function with this timeout answers in time even when its start was slow. */
export const API_TIMEOUT: Duration = Duration.seconds(25);

/** Requests per second on average, and at once. */
type Throttling = { rateLimit: number; burstLimit: number };

export type HanokRestApiProps = {
  name: string;
  /** Why findings of the security rules are accepted, by rule. */
  accepted: Readonly<Record<string, string>>;
  /** Limits of single methods by path and method, such as `/ride/POST`; every other one has 100 a second, 200 at once. */
  throttling?: Readonly<Record<string, Throttling>>;
};

/** What every REST API has: one regional stage `prod`, access logs, throttling, an alarm on 5XX. */
export class HanokRestApi extends Construct {
  /** Ends in `/prod/`. */
  readonly url: string;
  protected readonly api: RestApi;

  constructor(scope: Construct, id: string, props: HanokRestApiProps) {
    super(scope, id);
    this.api = new RestApi(this, 'RestApi', {
      restApiName: props.name,
      endpointConfiguration: { types: [EndpointType.REGIONAL] },
      cloudWatchRole: true,
      // API Gateway has one such role per account: it outlives the stack, for the logs of the other stacks' APIs.
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      deployOptions: stageOptions(this, props),
    });
    // The stack names its outputs itself.
    this.api.node.tryRemoveChild('Endpoint');
    acknowledge(this.api, { ...ACCEPTED_EVERYWHERE, ...props.accepted });
    alarmAbove(this, 'ServerErrorsAlarm', {
      metric: this.api.metricServerError({ statistic: 'Sum' }),
      limit: 0,
      description: `${props.name} answered with a 5XX status.`,
    });
    this.url = this.api.url;
  }

  /** Has a function answer one method of a path, such as `rides/{id}`. */
  protected addRoute(httpMethod: string, path: string, fn: Function, options: MethodOptions = {}): void {
    const integration = new LambdaIntegration(fn, { allowTestInvoke: false });
    limitConcurrency(fn);
    this.api.root.resourceForPath(path).addMethod(httpMethod, integration, options);
  }
}

function stageOptions(scope: Construct, { name, throttling = {} }: HanokRestApiProps): StageOptions {
  const logGroup = new LogGroup(scope, 'AccessLogGroup', {
    logGroupName: `/aws/apigateway/${name}`,
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const single = Object.entries(throttling).map(([method, limits]) => [method, methodOptions(limits)]);
  return {
    stageName: 'prod',
    accessLogDestination: new LogGroupLogDestination(logGroup),
    accessLogFormat: AccessLogFormat.jsonWithStandardFields(),
    ...methodOptions({ rateLimit: 100, burstLimit: 200 }),
    ...(single.length > 0 && { methodOptions: Object.fromEntries(single) }),
  };
}

function methodOptions({ rateLimit, burstLimit }: Throttling): MethodDeploymentOptions {
  return {
    loggingLevel: MethodLoggingLevel.ERROR,
    throttlingRateLimit: rateLimit,
    throttlingBurstLimit: burstLimit,
  };
}

const ACCEPTED_EVERYWHERE = {
  'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
    'API Gateway writes logs of a whole account through this one managed policy, as its documentation asks.',
};
