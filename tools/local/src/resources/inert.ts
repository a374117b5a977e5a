/** A resource type that the local stack does not act out; `Ref` gives `<prefix>-<hex>`, each attribute likewise. */
export type InertType = { reason: string; idPrefix: string; attributes?: readonly string[] };

const describes = 'only describes the resource';
const network = 'every process of the stack reaches the others over the loopback interface';

/** Types that mean nothing on a laptop. A type that is neither here nor honoured is refused by name. */
export const inertTypes: Readonly<Record<string, InertType>> = {
  'AWS::EC2::VPC': { reason: network, idPrefix: 'vpc', attributes: ['VpcId', 'DefaultSecurityGroup'] },
  'AWS::EC2::Subnet': { reason: network, idPrefix: 'subnet', attributes: ['SubnetId'] },
  'AWS::EC2::RouteTable': { reason: network, idPrefix: 'rtb', attributes: ['RouteTableId'] },
  'AWS::EC2::SubnetRouteTableAssociation': { reason: network, idPrefix: 'rtbassoc', attributes: ['Id'] },
  'AWS::EC2::SecurityGroup': { reason: network, idPrefix: 'sg', attributes: ['GroupId', 'Id'] },
  'AWS::EC2::SecurityGroupIngress': { reason: network, idPrefix: 'sgr', attributes: ['Id'] },
  'AWS::EC2::SecurityGroupEgress': { reason: network, idPrefix: 'sgr', attributes: ['Id'] },
  'AWS::EC2::VPCEndpoint': { reason: network, idPrefix: 'vpce', attributes: ['Id'] },
  'AWS::EC2::FlowLog': { reason: network, idPrefix: 'fl', attributes: ['Id'] },
  'AWS::ElastiCache::SubnetGroup': { reason: network, idPrefix: 'subnet-group' },
  'AWS::CloudWatch::Alarm': {
    reason: 'nobody is called out for a laptop',
    idPrefix: 'alarm',
    attributes: ['Arn'],
  },
  'AWS::ApiGateway::Account': { reason: 'the stack writes its access logs itself', idPrefix: 'account' },
  'AWS::CDK::Metadata': { reason: describes, idPrefix: 'metadata' },
};

const oneRedis = "the laptop's one Redis has no replicas, zones or sizes";
const notDeleted = 'data is deleted by --reset only';
const noMail = 'codes are told in a notice, no mail is sent';
const noSignInPage = 'there is no hosted sign-in page';

/** Attributes of any resource that are read over. */
export const inertAttributes: Readonly<Record<string, string>> = {
  DeletionPolicy: notDeleted,
  UpdateReplacePolicy: notDeleted,
  Metadata: describes,
};

/** Properties of honoured types that mean nothing on a laptop, by dotted path. */
export const inertProperties: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS::SQS::Queue': { SqsManagedSseEnabled: "queues are kept on the laptop's own disk" },
  'AWS::DynamoDB::Table': { PointInTimeRecoverySpecification: 'the engine keeps no backups' },
  'AWS::Lambda::Function': {
    Architectures: "functions run on the laptop's own processor",
    VpcConfig: network,
    Description: describes,
  },
  'AWS::IAM::Role': { Tags: describes, Description: describes },
  'AWS::StepFunctions::StateMachine': { TracingConfiguration: 'there is no tracer', Tags: describes },
  'AWS::ApiGateway::RestApi': { EndpointConfiguration: 'there is one gateway', Description: describes },
  'AWS::ApiGateway::Authorizer': { AuthorizerResultTtlInSeconds: 'every token is verified anew' },
  'AWS::ApiGateway::Deployment': { Description: describes },
  'AWS::ApiGateway::Model': { Description: describes },
  'AWS::ApiGateway::Stage': {
    'MethodSettings.LoggingLevel': 'the gateway writes its own log',
    'MethodSettings.DataTraceEnabled': 'the gateway writes its own log',
  },
  'AWS::S3::Bucket': {
    BucketEncryption: "objects are kept on the laptop's own disk",
    PublicAccessBlockConfiguration: 'the gateway is reached over the loopback interface only',
    OwnershipControls: 'the laptop has one account',
    'LifecycleConfiguration.Rules.ExpirationInDays': 'objects are deleted by --reset only',
    Tags: describes,
  },
  'AWS::Cognito::UserPool': {
    AccountRecoverySetting: 'no password is reset by mail',
    'AdminCreateUserConfig.InviteMessageTemplate': noMail,
    DeletionProtection: notDeleted,
    EmailConfiguration: noMail,
    EmailVerificationMessage: noMail,
    EmailVerificationSubject: noMail,
    SmsVerificationMessage: noMail,
    UserPoolAddOns: 'sign-ins on a laptop are not rated by risk',
    UserPoolTags: describes,
    UserPoolTier: 'it costs nothing here',
    'VerificationMessageTemplate.EmailMessage': noMail,
    'VerificationMessageTemplate.EmailSubject': noMail,
    'VerificationMessageTemplate.SmsMessage': noMail,
  },
  'AWS::Cognito::UserPoolClient': {
    AllowedOAuthFlows: noSignInPage,
    AllowedOAuthFlowsUserPoolClient: noSignInPage,
    AllowedOAuthScopes: noSignInPage,
    CallbackURLs: noSignInPage,
    DefaultRedirectURI: noSignInPage,
    LogoutURLs: noSignInPage,
  },
  'AWS::ElastiCache::ReplicationGroup': {
    ReplicationGroupDescription: describes,
    EngineVersion: "the laptop's own Redis runs",
    Port: 'the free port of the laptop is taken',
    CacheNodeType: oneRedis,
    NumCacheClusters: oneRedis,
    MultiAZEnabled: oneRedis,
    AutomaticFailoverEnabled: oneRedis,
    AtRestEncryptionEnabled: "the board is kept on the laptop's own disk",
    CacheSubnetGroupName: network,
    SecurityGroupIds: network,
  },
};
