import { MATCH_TICKET_TABLE, PLAYER_SECRET_TABLE } from '@hanok/matchmaking';
import { PLAYER_TABLE } from '@hanok/scoring';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { acknowledge } from '../../constructs/acknowledge.ts';
import { alarmAbove } from '../../constructs/alarms.ts';
import { createDashboard } from '../../constructs/dashboard.ts';
import { noteFailedEvents } from '../../constructs/dead-letter-queue.ts';
import { HanokFunction } from '../../constructs/hanok-function.ts';
import { API_TIMEOUT, HanokRestApi } from '../../constructs/hanok-rest-api.ts';
import { keptTable } from '../../constructs/kept-table.ts';
import { GomokuMatchmaking } from './gomoku-matchmaking.ts';

/** From a request for a match to the connection of its game. The players are those of the stack Gomoku. */
export class MatchmakingStack extends Stack {
  private readonly zips: string;

  /** `zips`: folder that holds `<app>/<app>.zip`. */
  constructor(scope: Construct, id: string, props: { zips: string }) {
    super(scope, id, { description: 'Gomoku matchmaking', analyticsReporting: false });
    this.zips = props.zips;
    const secrets = keptTable(this, 'SecretTable', PLAYER_SECRET_TABLE);
    const tickets = keptTable(this, 'TicketTable', MATCH_TICKET_TABLE);
    const matchmaking = new GomokuMatchmaking(this, 'Gomoku');
    const request = this.addRequest(secrets, tickets, matchmaking);
    const status = this.addStatus(tickets, matchmaking);
    this.addEvents(tickets, matchmaking);
    this.addMatchCount();
    const api = new MatchApi(this, 'Api', { request: request.function, status: status.function });
    createDashboard(this);
    new CfnOutput(this, 'MatchApiUrl', { value: api.url });
    new CfnOutput(this, 'MatchTopicArn', { value: matchmaking.topic.topicArn });
    new CfnOutput(this, 'TicketTableName', { value: tickets.tableName });
  }

  private addRequest(secrets: Table, tickets: Table, matchmaking: GomokuMatchmaking): HanokFunction {
    const name = 'game-match-request';
    const request = new HanokFunction(this, 'GameMatchRequest', {
      name,
      zips: this.zips,
      timeout: API_TIMEOUT,
      // A hash takes two seconds of the seventh of a processor that comes with this, and 16 MB.
      memorySize: 256,
      environment: {
        PLAYER_TABLE: PLAYER_TABLE.name,
        SECRET_TABLE: secrets.tableName,
        TICKET_TABLE: tickets.tableName,
        MATCH_CONFIGURATION: matchmaking.configurationName,
      },
    });
    const players = { service: 'dynamodb', resource: 'table', resourceName: PLAYER_TABLE.name };
    request.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], this.formatArn(players));
    request.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], secrets.tableArn);
    request.allow(['dynamodb:PutItem', 'dynamodb:UpdateItem'], tickets.tableArn);
    useTickets(request, ['gamelift:StartMatchmaking', 'gamelift:DescribeMatchmaking']);
    // Clients get every failure with status 200.
    const counted = { namespace: 'Hanok', dimensionsMap: { service: name }, statistic: 'Sum' };
    alarmAbove(request, 'RequestsFailedAlarm', {
      metric: new Metric({ ...counted, metricName: 'RequestsFailed' }),
      limit: 0,
      description: 'A request for a match was answered with MatchError.',
    });
    return request;
  }

  private addStatus(tickets: Table, matchmaking: GomokuMatchmaking): HanokFunction {
    const status = new HanokFunction(this, 'GameMatchStatus', {
      name: 'game-match-status',
      zips: this.zips,
      timeout: API_TIMEOUT,
      environment: {
        TICKET_TABLE: tickets.tableName,
        MATCH_CONFIGURATION: matchmaking.configurationName,
      },
    });
    status.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], tickets.tableArn);
    useTickets(status, ['gamelift:DescribeMatchmaking']);
    return status;
  }

  private addEvents(tickets: Table, matchmaking: GomokuMatchmaking): void {
    const event = new HanokFunction(this, 'GameMatchEvent', {
      name: 'game-match-event',
      zips: this.zips,
      environment: { TICKET_TABLE: tickets.tableName },
    });
    event.allow(['dynamodb:UpdateItem'], tickets.tableArn);
    noteFailedEvents(this, event, { id: 'GameMatchEventFailures', queueName: 'game-match-event-failures' });
    matchmaking.topic.addSubscription(new LambdaSubscription(event.function));
  }

  private addMatchCount(): void {
    const count = new HanokFunction(this, 'GameFlexMatchEvent', {
      name: 'game-flexmatch-event',
      zips: this.zips,
      environment: {},
    });
    new Rule(count, 'MatchEvents', {
      eventPattern: { source: ['aws.gamelift'], detailType: ['GameLift Matchmaking Event'] },
      targets: [new LambdaFunction(count.function)],
    });
  }
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazongameliftservers.html */
function useTickets(fn: HanokFunction, actions: string[]): void {
  fn.allow(actions, '*');
  acknowledge(fn.role, {
    'AwsSolutions-IAM5[Resource::*]': 'No action on tickets has a resource that a policy could name.',
  });
}

/** `POST /matchrequest` and `POST /matchstatus`, open to all: the bodies say who asks. */
class MatchApi extends HanokRestApi {
  constructor(scope: Construct, id: string, functions: { request: Function; status: Function }) {
    super(scope, id, {
      name: 'GomokuMatchAPI',
      accepted: ACCEPTED_FINDINGS,
      // Each one is a guess at a password, and a hash.
      throttling: { '/matchrequest/POST': { rateLimit: 20, burstLimit: 40 } },
    });
    this.addRoute('POST', 'matchrequest', functions.request);
    this.addRoute('POST', 'matchstatus', functions.status);
  }
}

const SIGNS_IN =
  'A request carries the name and the password of its player, a status the id that was answered.';
const ACCEPTED_FINDINGS = {
  'AwsSolutions-APIG2':
    'The functions parse every body with a schema, and answer in the shape that existing clients read.',
  'AwsSolutions-APIG3': 'Answers of bounded size behind throttling; a web ACL costs more than it saves.',
  'AwsSolutions-APIG4': SIGNS_IN,
  'AwsSolutions-COG4': SIGNS_IN,
};
