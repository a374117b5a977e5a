import { describe, expect, it } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { grantsOf } from '../../constructs/grants.fixture.ts';
import { deployedTemplate } from '../../synth/deployed.fixture.ts';

const ownLog = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const networkInterfaces = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

describe('stack Gomoku', () => {
  const template = deployedTemplate('Gomoku');

  it('lets game-sqs-process read its queue and write the two tables, and nothing else', () => {
    expect(grantsOf(template, 'GameSqsProcessRole')).toEqual({
      'GameSqsProcessLogGroup.Arn': ownLog,
      'PlayerTable.Arn': ['dynamodb:UpdateItem'],
      'ReceiptTable.Arn': ['dynamodb:PutItem'],
      'GameResultQueue.Arn': ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    });
  });

  it('lets game-rank-update read the stream, note failures and enter the VPC, and nothing else', () => {
    expect(grantsOf(template, 'GameRankUpdateRole')).toEqual({
      'GameRankUpdateLogGroup.Arn': ownLog,
      '*': networkInterfaces,
      'PlayerTable.StreamArn': [
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
      ],
      'GameRankUpdateFailures.Arn': ['sqs:SendMessage'],
    });
  });

  it('lets game-rank-reader enter the VPC, and nothing else', () => {
    expect(grantsOf(template, 'GameRankReaderRole')).toEqual({
      'GameRankReaderLogGroup.Arn': ownLog,
      '*': networkInterfaces,
    });
  });

  it('lets game-rank-rebuild scan the player table and enter the VPC, and nothing else', () => {
    expect(grantsOf(template, 'GameRankRebuildRole')).toEqual({
      'GameRankRebuildLogGroup.Arn': ownLog,
      '*': networkInterfaces,
      'PlayerTable.Arn': ['dynamodb:Scan'],
    });
  });

  it('lets game-rank-repair read the player table and enter the VPC, and nothing else', () => {
    expect(grantsOf(template, 'GameRankRepairRole')).toEqual({
      'GameRankRepairLogGroup.Arn': ownLog,
      '*': networkInterfaces,
      'PlayerTable.Arn': ['dynamodb:BatchGetItem', 'dynamodb:Scan'],
    });
  });

  it('gives no function a managed policy', () => {
    const roles = template.findResources('AWS::IAM::Role', {
      Properties: { ManagedPolicyArns: Match.anyValue() },
    });
    expect(Object.keys(roles)).toEqual([expect.stringContaining('CloudWatchRole')]);
  });

  it.each(['game-sqs-process', 'game-rank-update', 'game-rank-reader'])(
    'runs %s with the shared settings',
    (name) => {
      template.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName: name,
        Handler: 'main.handler',
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        MemorySize: 128,
        Timeout: 60,
      });
      template.hasResourceProperties('AWS::Logs::LogGroup', {
        LogGroupName: `/aws/lambda/${name}`,
        RetentionInDays: 30,
      });
    },
  );

  it.each(['game-rank-rebuild', 'game-rank-repair'])(
    'gives %s fifteen minutes and more of a processor',
    (FunctionName) => {
      template.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName,
        MemorySize: 512,
        Timeout: 15 * 60,
      });
    },
  );

  it('runs game-rank-repair every hour', () => {
    const target = { 'Fn::GetAtt': [Match.stringLikeRegexp('^GameRankRepairFunction'), 'Arn'] };
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 hour)',
      State: 'ENABLED',
      Targets: [{ Arn: target, Input: '{}' }],
    });
    template.hasResourceProperties('AWS::Lambda::Permission', {
      FunctionName: target,
      Principal: 'events.amazonaws.com',
    });
  });

  it('hides a message for six times the function timeout, and gives up after five receives', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'game-result-queue',
      VisibilityTimeout: 6 * 60,
      RedrivePolicy: { maxReceiveCount: 5, deadLetterTargetArn: Match.anyValue() },
    });
  });

  it('encrypts every queue and refuses connections without TLS', () => {
    template.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
    template.resourceCountIs('AWS::SQS::QueuePolicy', 3);
    template.allResourcesProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: [{ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
      },
    });
  });

  it('reads the queue in tens, or gathers a thousand for so many seconds, and reports failed messages singly', () => {
    template.hasParameter('GatherSeconds', { Type: 'Number', Default: 0, MinValue: 0, MaxValue: 300 });
    template.hasCondition('GathersResults', {
      'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'GatherSeconds' }, '0'] }],
    });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: { 'Fn::If': ['GathersResults', 1_000, 10] },
      MaximumBatchingWindowInSeconds: { Ref: 'GatherSeconds' },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      StartingPosition: Match.absent(),
    });
  });

  it('reads the stream from its oldest record, and tells the function where to note what it passes over', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'game-rank-update',
      Environment: {
        Variables: { FAILURE_QUEUE_URL: { Ref: Match.stringLikeRegexp('^GameRankUpdateFailures') } },
      },
    });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
    });
  });

  it('keeps both tables when the stack goes, restorable to a point in time', () => {
    template.allResources('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    });
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      TableName: 'GomokuPlayerInfo',
      KeySchema: [{ AttributeName: 'PlayerName', KeyType: 'HASH' }],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      TableName: 'GomokuResultReceipts',
      TimeToLiveSpecification: { AttributeName: 'ExpiresAt', Enabled: true },
    });
  });

  it('encrypts Redis at rest and in transit and keeps a replica in another zone', () => {
    template.hasResourceProperties('AWS::ElastiCache::ReplicationGroup', {
      AtRestEncryptionEnabled: true,
      TransitEncryptionEnabled: true,
      MultiAZEnabled: true,
      AutomaticFailoverEnabled: true,
      NumCacheClusters: 2,
    });
  });

  it('opens port 6379 from the functions to Redis, and no way to the internet', () => {
    template.resourceCountIs('AWS::EC2::InternetGateway', 0);
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
    for (const type of ['AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress']) {
      const rules = Object.values(template.findResources(type)).map(({ Properties }) =>
        z.looseObject({ FromPort: z.int(), ToPort: z.int() }).parse(Properties),
      );
      const ports = rules.map(({ FromPort, ToPort }) => [FromPort, ToPort]);
      expect(ports.toSorted()).toEqual([
        [443, 443],
        [6379, 6379],
        [6379, 6379],
        [6379, 6379],
      ]);
    }
  });

  it('lets the rank update alone reach SQS, by an endpoint for messages to its failure queue', () => {
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: true,
      SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('SqsSecurityGroup'), 'GroupId'] }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: '*' },
            Action: 'sqs:SendMessage',
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^GameRankUpdateFailures'), 'Arn'] },
          },
        ],
      },
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('SqsSecurityGroup'), 'GroupId'] },
      SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('UpdateSecurityGroup'), 'GroupId'] },
      FromPort: 443,
    });
  });

  it('lets rebuild and repair alone reach DynamoDB, by an endpoint for reads of the player table', () => {
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 2);
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Gateway',
      RouteTableIds: [Match.anyValue(), Match.anyValue()],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: '*' },
            Action: ['dynamodb:BatchGetItem', 'dynamodb:Scan'],
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^PlayerTable'), 'Arn'] },
          },
        ],
      },
    });
    const open = template.findResources('AWS::EC2::SecurityGroup', {
      Properties: { SecurityGroupEgress: [Match.objectLike({ FromPort: 443, ToPort: 443 })] },
    });
    expect(Object.keys(open)).toEqual([expect.stringMatching(/^RankingNetworkMaintenanceSecurityGroup/)]);
  });

  it('serves the two routes of the ranking from stage prod, throttled and logged', () => {
    template.resourceCountIs('AWS::ApiGateway::Method', 2);
    template.allResourcesProperties('AWS::ApiGateway::Method', {
      HttpMethod: 'GET',
      Integration: { Type: 'AWS_PROXY' },
    });
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      StageName: 'prod',
      AccessLogSetting: { DestinationArn: Match.anyValue() },
      MethodSettings: [Match.objectLike({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 })],
    });
  });

  it('has alarms on errors, throttles, full dead-letter queues, waiting messages, stream lag, stale ranks, repairs and 5XX', () => {
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    const metrics = alarms.map((alarm) =>
      z.object({ Properties: z.object({ MetricName: z.string() }) }).parse(alarm),
    );
    expect(metrics.map(({ Properties }) => Properties.MetricName).sort()).toEqual([
      '5XXError',
      'ApproximateAgeOfOldestMessage',
      'ApproximateNumberOfMessagesVisible',
      'ApproximateNumberOfMessagesVisible',
      ...Array.from({ length: 5 }, () => 'Errors'),
      'IteratorAge',
      'PlayersRepaired',
      'RankFreshness',
      ...Array.from({ length: 5 }, () => 'Throttles'),
    ]);
  });

  it('tells when one result in ten takes more than a minute to its rank', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      ...{ Namespace: 'Hanok', MetricName: 'RankFreshness', ExtendedStatistic: 'p90', Threshold: 60_000 },
      Dimensions: [{ Name: 'service', Value: 'game-rank-update' }],
      TreatMissingData: 'notBreaching',
    });
  });

  it('shows on its dashboard how long results wait for their rank', () => {
    const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
    const shown = JSON.stringify(dashboard).match(/RankFreshness\b(?:(?!RankFreshness)[^])*?stat\W+(\w+)/g);
    expect(shown?.map((text) => text.split(/\W+/).at(-1))).toEqual(['p50', 'p90', 'Maximum']);
  });

  it('has exactly the five outputs', () => {
    expect(Object.keys(template.findOutputs('*')).sort()).toEqual([
      'GameResultDeadLetterQueueUrl',
      'GameResultQueueUrl',
      'PlayerTableName',
      'RankingApiUrl',
      'RankingRedisEndpoint',
    ]);
  });
});
