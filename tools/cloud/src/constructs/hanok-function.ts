import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetStaging, Duration, RemovalPolicy, Stage } from 'aws-cdk-lib';
import { type ISecurityGroup, type IVpc, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, RecursiveLoop, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { alarmOnFunction } from './alarms.ts';

export type HanokFunctionProps = {
  /** Deployed name. */
  name: string;
  /** The app's folder name, when it is another. */
  app?: string;
  /** The app has native code, and so a zip per processor. */
  native?: boolean;
  /** Folder that holds `<app>/<app>.zip` for every app. */
  zips: string;
  environment: Readonly<Record<string, string>>;
  /** Places the function in the isolated subnets of a VPC. */
  network?: { vpc: IVpc; securityGroup: ISecurityGroup };
  /** Adds an alarm on the age of the records that the function reads. */
  readsStream?: boolean;
  /** `FUNCTION_TIMEOUT` by default. */
  timeout?: Duration;
  /**
   * It hands the rest of its work to itself over a queue: Lambda ends such a chain after some 16 invocations unless it may.
   * https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
   */
  continuesItself?: boolean;
  /** In MB, 128 by default; the share of a processor grows with it. */
  memorySize?: number;
};

/** The timeout of a function that asks for no other; a queue's visibility timeout is a multiple of this. */
export const FUNCTION_TIMEOUT: Duration = Duration.seconds(60);

/** One deployed function: its zip as built, a role that holds only what is granted, its log group and its alarms. */
export class HanokFunction extends Construct {
  readonly name: string;
  readonly readsStream: boolean;
  readonly function: Function;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: HanokFunctionProps) {
    super(scope, id);
    this.name = props.name;
    this.readsStream = props.readsStream ?? false;
    const logGroup = createLogGroup(this, props.name);
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);
    if (props.network !== undefined) this.allowNetworkInterfaces();
    this.function = createFunction(this, props, this.role, logGroup);
    if (props.native) addX64Zip(this, zipOf(props));
    alarmOnFunction(this, this.function, { readsStream: this.readsStream });
  }

  /** Grants exactly these actions on exactly this ARN. */
  allow(actions: string[], resource: string): void {
    this.role.addToPolicy(new PolicyStatement({ actions, resources: [resource] }));
  }

  private allowNetworkInterfaces(): void {
    this.allow(NETWORK_INTERFACE_ACTIONS, '*');
    acknowledge(this.role, {
      'AwsSolutions-IAM5[Resource::*]':
        'Lambda makes the network interfaces of a function in a VPC with the role of the function; EC2 has no resource to name before they exist.',
    });
  }
}

const NETWORK_INTERFACE_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

function createLogGroup(scope: Construct, name: string): LogGroup {
  return new LogGroup(scope, 'LogGroup', {
    logGroupName: `/aws/lambda/${name}`,
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

function zipOf({ zips, name, app = name }: HanokFunctionProps): string {
  return `${zips}/${app}/${app}.zip`;
}

function createFunction(
  scope: Construct,
  props: HanokFunctionProps,
  role: Role,
  logGroup: LogGroup,
): Function {
  return new Function(scope, 'Function', {
    functionName: props.name,
    code: Code.fromAsset(zipOf(props)),
    handler: 'main.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: props.memorySize ?? 128,
    timeout: props.timeout ?? FUNCTION_TIMEOUT,
    environment: { ...props.environment },
    ...(props.continuesItself && { recursiveLoop: RecursiveLoop.ALLOW }),
    role,
    logGroup,
    ...(props.network && {
      vpc: props.network.vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [props.network.securityGroup],
    }),
  });
}

/**
 * Puts the x64 zip of an app with native code beside its asset, the zip for arm64, as `asset.<hash>.x64.zip`. It is no
 * asset and is not deployed: the local stack runs it where the laptop has that processor.
 */
function addX64Zip(scope: Construct, zip: string): void {
  const { assetHash } = new AssetStaging(scope, 'Arm64Zip', { sourcePath: zip });
  const folder = Stage.of(scope)?.outdir;
  if (folder === undefined) throw new Error(`${scope.node.path} is in no app`);
  copyFileSync(zip.replace(/\.zip$/, '-x64.zip'), join(folder, `asset.${assetHash}.x64.zip`));
}
