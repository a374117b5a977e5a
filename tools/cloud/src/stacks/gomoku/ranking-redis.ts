import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import { CfnReplicationGroup, CfnSubnetGroup } from 'aws-cdk-lib/aws-elasticache';
import { Construct } from 'constructs';
import { acknowledge } from '../../constructs/acknowledge.ts';
import { type RankingNetwork, REDIS_PORT } from './ranking-network.ts';

/**
 * The ranking's Redis: a primary and a replica in two zones, encrypted at rest and in transit. Cluster mode is off:
 * the board is one sorted set and so one slot, further shards would stay empty; the primary endpoint follows a
 * failover. No snapshots: the board is rebuilt from the player table.
 */
export class RankingRedis extends Construct {
  readonly host: string;
  readonly port: string;

  constructor(scope: Construct, id: string, network: RankingNetwork) {
    super(scope, id);
    const group = new CfnReplicationGroup(this, 'ReplicationGroup', {
      replicationGroupDescription: 'Gomoku ranking',
      engine: 'valkey',
      engineVersion: '8.0',
      cacheNodeType: 'cache.t4g.small',
      port: REDIS_PORT,
      numCacheClusters: 2,
      multiAzEnabled: true,
      automaticFailoverEnabled: true,
      transitEncryptionEnabled: true,
      atRestEncryptionEnabled: true,
      cacheSubnetGroupName: this.createSubnetGroup(network).ref,
      securityGroupIds: [network.redis.securityGroupId],
    });
    this.host = group.attrPrimaryEndPointAddress;
    this.port = group.attrPrimaryEndPointPort;
    acknowledge(group, ACCEPTED_FINDINGS);
  }

  private createSubnetGroup(network: RankingNetwork): CfnSubnetGroup {
    return new CfnSubnetGroup(this, 'SubnetGroup', {
      description: 'Isolated subnets of the Gomoku ranking',
      subnetIds: network.vpc.selectSubnets({ subnetType: SubnetType.PRIVATE_ISOLATED }).subnetIds,
    });
  }
}

const ACCEPTED_FINDINGS = {
  'AwsSolutions-AEC5':
    'The default port is open to the functions alone, in subnets without a way out; another number would hide nothing.',
  'AwsSolutions-AEC6':
    'Four functions in three security groups are the only clients that can connect; a password would live in their environment.',
};
