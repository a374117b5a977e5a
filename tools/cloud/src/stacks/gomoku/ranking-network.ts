import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
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
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export const REDIS_PORT = 6379;

/**
 * Isolated subnets in two zones and no way to the internet: the functions in here speak to Redis, and each to what else
 * its security group lets it. Lambda itself reads the stream and writes the logs, from outside the VPC, so there is no
 * NAT. The rank update notes records in its failure queue through one endpoint; the rebuild and the repair read the
 * player table through another.
 */
export class RankingNetwork extends Construct {
  readonly vpc: IVpc;
  readonly reader: SecurityGroup;
  readonly update: SecurityGroup;
  readonly maintenance: SecurityGroup;
  readonly redis: SecurityGroup;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.vpc = createVpc(this);
    this.reader = this.closedGroup('ReaderSecurityGroup', 'The rank reader, which uses Redis');
    this.update = this.closedGroup('UpdateSecurityGroup', 'The rank update, which uses Redis and SQS');
    this.maintenance = this.closedGroup(
      'MaintenanceSecurityGroup',
      'Rebuild and repair, which use Redis and DynamoDB',
    );
    this.redis = this.closedGroup('RedisSecurityGroup', 'Redis, for the functions only');
    this.openRedis(this.reader, 'The rank reader');
    this.openRedis(this.update, 'The rank update');
    this.openRedis(this.maintenance, 'Rebuild and repair');
    this.logRejectedTraffic();
  }

  /**
   * Lets rebuild and repair read a table. A gateway endpoint is a route to DynamoDB's addresses, and the only route out of the
   * subnets: port 443 to anywhere ends there. A rule for these addresses alone would name a prefix list, whose id is
   * another one in each region.
   * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
   */
  openTable(table: Table): void {
    const endpoint = this.vpc.addGatewayEndpoint('DynamoDbEndpoint', {
      service: GatewayVpcEndpointAwsService.DYNAMODB,
    });
    endpoint.addToPolicy(anyoneMay(['dynamodb:Scan', 'dynamodb:BatchGetItem'], table.tableArn));
    this.maintenance.addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'DynamoDB, by the only route out');
  }

  /**
   * Lets the rank update send to a queue. SQS has no gateway endpoint: this one has an address in each zone.
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-internetwork-traffic-privacy.html
   */
  openQueue(queue: Queue): void {
    const group = this.closedGroup('SqsSecurityGroup', 'The endpoint of SQS, for the rank update only');
    const endpoint = this.vpc.addInterfaceEndpoint('SqsEndpoint', {
      service: InterfaceVpcEndpointAwsService.SQS,
      securityGroups: [group],
      open: false,
    });
    endpoint.addToPolicy(anyoneMay(['sqs:SendMessage'], queue.queueArn));
    this.update.addEgressRule(group, Port.HTTPS, 'SQS');
    group.addIngressRule(this.update, Port.HTTPS, 'The rank update');
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

/** A statement of an endpoint's policy, which bounds what the roles allow. */
function anyoneMay(actions: string[], resource: string): PolicyStatement {
  return new PolicyStatement({ principals: [new AnyPrincipal()], actions, resources: [resource] });
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
