import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  IpAddresses,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export const REDIS_PORT = 6379;

/**
 * Isolated subnets in two zones and no way to the internet: the functions in here speak to Redis only. Lambda itself
 * reads the stream, writes the logs and sends failed batches, from outside the VPC, so they need no endpoint and no NAT.
 * The rebuild also reads the player table, through the one endpoint.
 */
export class RankingNetwork extends Construct {
  readonly vpc: IVpc;
  readonly functions: SecurityGroup;
  readonly rebuild: SecurityGroup;
  readonly redis: SecurityGroup;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.vpc = createVpc(this);
    this.functions = this.closedGroup('FunctionSecurityGroup', 'Functions that use Redis');
    this.rebuild = this.closedGroup('RebuildSecurityGroup', 'The rebuild, which uses Redis and DynamoDB');
    this.redis = this.closedGroup('RedisSecurityGroup', 'Redis, for the functions only');
    this.openRedis(this.functions, 'Functions');
    this.openRedis(this.rebuild, 'The rebuild');
    this.logRejectedTraffic();
  }

  /**
   * Lets the rebuild scan a table. A gateway endpoint is a route to DynamoDB's addresses, and the only route out of the
   * subnets: port 443 to anywhere ends there. A rule for these addresses alone would name a prefix list, whose id is
   * another one in each region.
   * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
   */
  openTable(table: Table): void {
    const endpoint = this.vpc.addGatewayEndpoint('DynamoDbEndpoint', {
      service: GatewayVpcEndpointAwsService.DYNAMODB,
    });
    const resources = [table.tableArn];
    const scan = { principals: [new AnyPrincipal()], actions: ['dynamodb:Scan'], resources };
    endpoint.addToPolicy(new PolicyStatement(scan));
    this.rebuild.addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'DynamoDB, by the only route out');
  }

  private openRedis(group: SecurityGroup, description: string): void {
    group.addEgressRule(this.redis, Port.tcp(REDIS_PORT), 'Redis');
    this.redis.addIngressRule(group, Port.tcp(REDIS_PORT), description);
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
