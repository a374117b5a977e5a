import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
  type StageOptions,
} from 'aws-cdk-lib/aws-apigateway';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { alarmAbove } from './alarm.ts';

/** `GET /ranking` and `GET /ranking/{player}`, answered by one function; access logs, throttling, alarm on 5XX. */
export class RankingApi extends Construct {
  /** Ends in `/prod/`. */
  readonly url: string;

  constructor(scope: Construct, id: string, reader: Function) {
    super(scope, id);
    const api = new RestApi(this, 'RestApi', {
      restApiName: 'GomokuAPI',
      endpointConfiguration: { types: [EndpointType.REGIONAL] },
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.DESTROY,
      deployOptions: stageOptions(this),
    });
    // The stack names its outputs itself.
    api.node.tryRemoveChild('Endpoint');
    addRankingRoutes(api, reader);
    acknowledge(api, acceptedFindings);
    alarmOnServerErrors(this, api);
    this.url = api.url;
  }
}

function stageOptions(scope: Construct): StageOptions {
  const logGroup = new LogGroup(scope, 'AccessLogGroup', {
    logGroupName: '/aws/apigateway/GomokuAPI',
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return {
    stageName: 'prod',
    accessLogDestination: new LogGroupLogDestination(logGroup),
    accessLogFormat: AccessLogFormat.jsonWithStandardFields(),
    loggingLevel: MethodLoggingLevel.ERROR,
    throttlingRateLimit: 100,
    throttlingBurstLimit: 200,
  };
}

function addRankingRoutes(api: RestApi, reader: Function): void {
  const integration = new LambdaIntegration(reader, { allowTestInvoke: false });
  const ranking = api.root.addResource('ranking');
  ranking.addMethod('GET', integration);
  ranking.addResource('{player}').addMethod('GET', integration);
}

function alarmOnServerErrors(scope: Construct, api: RestApi): void {
  alarmAbove(scope, 'ServerErrorsAlarm', {
    metric: api.metricServerError({ statistic: 'Sum' }),
    limit: 0,
    description: 'The ranking API answered with a 5XX status.',
  });
}

const openToAll = 'The ranking is public: game clients read it without an identity.';
const acceptedFindings = {
  'AwsSolutions-APIG2': 'The function parses every parameter with a schema and answers 400 itself.',
  'AwsSolutions-APIG3':
    'A public read-only answer of bounded size behind stage throttling; a web ACL costs more than it saves.',
  'AwsSolutions-APIG4': openToAll,
  'AwsSolutions-COG4': openToAll,
  'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
    'API Gateway writes logs of a whole account through this one managed policy, as its documentation asks.',
};
