import { PLAYER_TABLE, RESULT_RECEIPT_TABLE } from '@hanok/scoring';
import { CfnCondition, CfnOutput, CfnParameter, Duration, Fn, Stack, Token } from 'aws-cdk-lib';
import { GraphWidget, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { alarmAbove } from '../../constructs/alarms.ts';
import { FULL_WIDTH } from '../../constructs/dashboard-graphs.ts';
import { createDashboard } from '../../constructs/dashboard.ts';
import { createFailureQueue } from '../../constructs/dead-letter-queue.ts';
import { readQueue, readStream, runEvery } from '../../constructs/event-source.ts';
import { HanokFunction } from '../../constructs/hanok-function.ts';
import { HanokRestApi } from '../../constructs/hanok-rest-api.ts';
import { keptTable } from '../../constructs/kept-table.ts';
import { GameResultQueue } from './game-result-queue.ts';
import { RankingNetwork } from './ranking-network.ts';
import { RankingRedis } from './ranking-redis.ts';

/** Game results from queue to player table, and from its stream to the ranking that clients read. */
export class GomokuStack extends Stack {
  private readonly zips: string;

  /** `zips`: folder that holds `<app>/<app>.zip`. */
  constructor(scope: Construct, id: string, props: { zips: string }) {
    super(scope, id, { description: 'Gomoku results and ranking', analyticsReporting: false });
    this.zips = props.zips;
    const results = new GameResultQueue(this, 'GameResultQueue');
    const players = keptTable(this, 'PlayerTable', PLAYER_TABLE);
    // Restorable like the players: without its receipt, a result that comes again would be counted twice.
    const receipts = keptTable(this, 'ReceiptTable', RESULT_RECEIPT_TABLE);
    this.addResultProcessing(results.queue, players, receipts);
    const network = new RankingNetwork(this, 'RankingNetwork');
    const redis = new RankingRedis(this, 'RankingRedis', network);
    this.addRankUpdate(players, network, redis);
    network.openTable(players);
    this.addRankRebuild(players, network, redis);
    this.addRankRepair(players, network, redis);
    const api = new RankingApi(this, 'RankingApi', this.addRankReader(network, redis).function);
    createDashboard(this).addWidgets(
      new GraphWidget({
        title: 'Ranking: milliseconds from a result to its rank',
        left: ['p50', 'p90', 'Maximum'].map((label) => rankFreshness(label).with({ label })),
        width: FULL_WIDTH,
      }),
    );
    new CfnOutput(this, 'GameResultQueueUrl', { value: results.queue.queueUrl });
    new CfnOutput(this, 'GameResultDeadLetterQueueUrl', { value: results.deadLetterQueue.queueUrl });
    new CfnOutput(this, 'PlayerTableName', { value: players.tableName });
    new CfnOutput(this, 'RankingApiUrl', { value: api.url });
    new CfnOutput(this, 'RankingRedisEndpoint', { value: `${redis.host}:${redis.port}` });
  }

  private addResultProcessing(queue: Queue, players: Table, receipts: Table): void {
    const processing = new HanokFunction(this, 'GameSqsProcess', {
      name: 'game-sqs-process',
      zips: this.zips,
      environment: { PLAYER_TABLE: players.tableName, RECEIPT_TABLE: receipts.tableName },
    });
    // IAM checks a transaction item by item: each player is updated, each receipt is put.
    processing.allow(['dynamodb:UpdateItem'], players.tableArn);
    processing.allow(['dynamodb:PutItem'], receipts.tableArn);
    readQueue(processing, queue, gathered(this));
  }

  private addRankUpdate(players: Table, network: RankingNetwork, redis: RankingRedis): void {
    const failures = createFailureQueue(this, {
      id: 'GameRankUpdateFailures',
      queueName: 'game-rank-update-failures',
      holds: 'records',
    });
    network.openQueue(failures);
    const update = new HanokFunction(this, 'GameRankUpdate', {
      name: 'game-rank-update',
      zips: this.zips,
      environment: { ...boardEnvironment(redis), FAILURE_QUEUE_URL: failures.queueUrl },
      network: { vpc: network.vpc, securityGroup: network.update },
      readsStream: true,
    });
    readStream(update, { table: players, failures });
    alarmAbove(update, 'RankFreshnessAlarm', {
      metric: rankFreshness('p90'),
      limit: RANK_FRESHNESS_LIMIT.toMilliseconds(),
      description: 'One result in ten waits longer than a minute until its rank can be read.',
    });
  }

  private addRankReader(network: RankingNetwork, redis: RankingRedis): HanokFunction {
    return new HanokFunction(this, 'GameRankReader', {
      name: 'game-rank-reader',
      zips: this.zips,
      environment: boardEnvironment(redis),
      network: { vpc: network.vpc, securityGroup: network.reader },
    });
  }

  /** Run by hand, with or without the name of a board. */
  private addRankRebuild(players: Table, network: RankingNetwork, redis: RankingRedis): void {
    const rebuild = new HanokFunction(this, 'GameRankRebuild', {
      name: 'game-rank-rebuild',
      zips: this.zips,
      environment: { ...boardEnvironment(redis), PLAYER_TABLE: players.tableName },
      network: { vpc: network.vpc, securityGroup: network.maintenance },
      ...MAINTENANCE,
    });
    rebuild.allow(['dynamodb:Scan'], players.tableArn);
  }

  /** Runs every hour: what the stream lost, and what Redis lost in a failover, is on the board after an hour at most. */
  private addRankRepair(players: Table, network: RankingNetwork, redis: RankingRedis): void {
    const repair = new HanokFunction(this, 'GameRankRepair', {
      name: 'game-rank-repair',
      zips: this.zips,
      environment: { ...boardEnvironment(redis), PLAYER_TABLE: players.tableName },
      network: { vpc: network.vpc, securityGroup: network.maintenance },
      ...MAINTENANCE,
    });
    repair.allow(['dynamodb:Scan', 'dynamodb:BatchGetItem'], players.tableArn);
    runEvery(repair, Duration.hours(1));
    alarmAbove(repair, 'RepairedAlarm', {
      metric: new Metric({
        namespace: 'Hanok',
        metricName: 'PlayersRepaired',
        dimensionsMap: { service: 'game-rank-repair' },
        statistic: 'Sum',
      }),
      limit: 0,
      description: 'The board was not as the player table, and was repaired.',
    });
  }
}

/**
 * Parameter `GatherSeconds`: results are gathered so long, a thousand at most, so that those of one player are one
 * write for each 99 of them. DynamoDB takes a thousand write units a second for one item, which is five hundred such
 * writes, of ten results or of 99: see docs/growth.md. 0 takes ten results as they come.
 */
function gathered(stack: Stack) {
  const parameter = new CfnParameter(stack, 'GatherSeconds', {
    description:
      'Seconds for which game results are gathered, a thousand at most; 0 to take ten as they come',
    ...{ type: 'Number', default: 0, minValue: 0, maxValue: 300 },
  });
  const { logicalId } = new CfnCondition(stack, 'GathersResults', {
    expression: Fn.conditionNot(Fn.conditionEquals(parameter.valueAsString, '0')),
  });
  return {
    batchSize: Token.asNumber(Fn.conditionIf(logicalId, 1_000, 10)),
    window: Duration.seconds(parameter.valueAsNumber),
  };
}

const RANK_FRESHNESS_LIMIT = Duration.minutes(1);

/** From the sending of a result until its rank can be read: the rank update measures it. */
function rankFreshness(statistic: string): Metric {
  return new Metric({
    ...{ namespace: 'Hanok', metricName: 'RankFreshness', dimensionsMap: { service: 'game-rank-update' } },
    statistic,
  });
}

/**
 * For functions that read the whole table. A million players take some 10 s of a processor, and 512 MB come with a third
 * of one; the rest of 15 minutes is for tables that are larger, or throttled.
 */
const MAINTENANCE = { timeout: Duration.minutes(15), memorySize: 512 };

function boardEnvironment(redis: RankingRedis): Record<string, string> {
  return { REDIS: redis.host, REDIS_PORT: redis.port, REDIS_TLS: 'true', BOARD: 'Rating' };
}

/** `GET /ranking` and `GET /ranking/{player}`, answered by one function. */
class RankingApi extends HanokRestApi {
  constructor(scope: Construct, id: string, reader: Function) {
    super(scope, id, { name: 'GomokuAPI', accepted: ACCEPTED_FINDINGS });
    this.addRoute('GET', 'ranking', reader);
    this.addRoute('GET', 'ranking/{player}', reader);
  }
}

const OPEN_TO_ALL = 'The ranking is public: game clients read it without an identity.';
const ACCEPTED_FINDINGS = {
  'AwsSolutions-APIG2': 'The function parses every parameter with a schema and answers 400 itself.',
  'AwsSolutions-APIG3':
    'A public read-only answer of bounded size behind stage throttling; a web ACL costs more than it saves.',
  'AwsSolutions-APIG4': OPEN_TO_ALL,
  'AwsSolutions-COG4': OPEN_TO_ALL,
};
