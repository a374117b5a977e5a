import {
  FlowLogDestination,
  FlowLogTrafficType,
  IpAddresses,
  type IVpc,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export const redisPort = 6379;

/**
 * Isolated subnets in two zones and no way out: the functions in here speak to Redis only. Lambda itself reads the
 * stream, writes the logs and sends failed batches, from outside the VPC, so no endpoint and no NAT is needed.
 */
export class RankingNetwork extends Construct {
  readonly vpc: IVpc;
  readonly functions: SecurityGroup;
  readonly redis: SecurityGroup;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.vpc = createVpc(this);
    this.functions = this.closedGroup('FunctionSecurityGroup', 'Functions that use Redis');
    this.redis = this.closedGroup('RedisSecurityGroup', 'Redis, for the functions only');
    this.functions.addEgressRule(this.redis, Port.tcp(redisPort), 'Redis');
    this.redis.addIngressRule(this.functions, Port.tcp(redisPort), 'Functions');
    this.logRejectedTraffic();
  }

  private closedGroup(id: string, description: string): SecurityGroup {
    return new SecurityGroup(this, id, { vpc: this.vpc, description, allowAllOutbound: false });
  }

  private logRejectedTraffic(): void {
    const logGroup = new LogGroup(this, 'FlowLogGroup', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.vpc.addFlowLog('RejectedTraffic', {
      destination: FlowLogDestination.toCloudWatchLogs(logGroup),
      trafficType: FlowLogTrafficType.REJECT,
    });
  }
}

function createVpc(scope: Construct): IVpc {
  const vpc = new Vpc(scope, 'Vpc', {
    ipAddresses: IpAddresses.cidr('10.0.0.0/24'),
    maxAzs: 2,
    natGateways: 0,
    subnetConfiguration: [{ name: 'Redis', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 26 }],
  });
  // CDK's class leaves optional members undefined, which exactOptionalPropertyTypes does not let its interface do.
  return vpc as IVpc;
}
