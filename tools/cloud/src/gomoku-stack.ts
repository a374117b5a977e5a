import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { GameResultQueue, createDeadLetterQueue } from './game-result-queue.ts';
import { readQueue, readStream } from './event-source.ts';
import { createGameTables } from './game-tables.ts';
import { HanokFunction } from './hanok-function.ts';
import { RankingApi } from './ranking-api.ts';
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
    const { players, receipts } = createGameTables(this);
    this.addResultProcessing(results.queue, players, receipts);
    const network = new RankingNetwork(this, 'RankingNetwork');
    const redis = new RankingRedis(this, 'RankingRedis', network);
    this.addRankUpdate(players, network, redis);
    this.addRankRebuild(players, network, redis);
    const api = new RankingApi(this, 'RankingApi', this.addRankReader(network, redis).function);
    this.addOutputs({
      GameResultQueueUrl: results.queue.queueUrl,
      GameResultDeadLetterQueueUrl: results.deadLetterQueue.queueUrl,
      PlayerTableName: players.tableName,
      RankingApiUrl: api.url,
      RankingRedisEndpoint: `${redis.host}:${redis.port}`,
    });
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
    readQueue(processing, queue);
  }

  private addRankUpdate(players: Table, network: RankingNetwork, redis: RankingRedis): void {
    const update = new HanokFunction(this, 'GameRankUpdate', {
      name: 'game-rank-update',
      zips: this.zips,
      environment: boardEnvironment(redis),
      network: { vpc: network.vpc, securityGroup: network.functions },
      readsStream: true,
    });
    const failures = createDeadLetterQueue(this, 'GameRankUpdateFailures', 'game-rank-update-failures');
    acknowledge(failures, {
      'AwsSolutions-SQS3': 'It is itself where records end that could not be handled.',
    });
    readStream(update, { table: players, failures });
  }

  private addRankReader(network: RankingNetwork, redis: RankingRedis): HanokFunction {
    return new HanokFunction(this, 'GameRankReader', {
      name: 'game-rank-reader',
      zips: this.zips,
      environment: boardEnvironment(redis),
      network: { vpc: network.vpc, securityGroup: network.functions },
    });
  }

  /**
   * Run by hand, with or without the name of a board. A million players take some 10 s of a processor, and 512 MB come
   * with a third of one; the rest of 15 minutes is for tables that are larger, or throttled.
   */
  private addRankRebuild(players: Table, network: RankingNetwork, redis: RankingRedis): void {
    network.openTable(players);
    const rebuild = new HanokFunction(this, 'GameRankRebuild', {
      name: 'game-rank-rebuild',
      zips: this.zips,
      environment: { ...boardEnvironment(redis), PLAYER_TABLE: players.tableName },
      network: { vpc: network.vpc, securityGroup: network.rebuild },
      timeout: Duration.minutes(15),
      memorySize: 512,
    });
    rebuild.allow(['dynamodb:Scan'], players.tableArn);
  }

  private addOutputs(outputs: Readonly<Record<string, string>>): void {
    for (const [id, value] of Object.entries(outputs)) new CfnOutput(this, id, { value });
  }
}

function boardEnvironment(redis: RankingRedis): Record<string, string> {
  return { REDIS: redis.host, REDIS_PORT: redis.port, REDIS_TLS: 'true', BOARD: 'Rating' };
}
