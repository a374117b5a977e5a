import * as z from 'zod';
import { queueArnText } from '../../sqs/resources/queue-arn-text.ts';
import { physicalName } from '../../../template/physical-name.ts';
import { type Resource, resourceType } from '../../../template/resource-type.ts';
import { arnOf } from '../../../arn.ts';
import { DESCRIBES, NETWORK } from '../../../template/ignored.ts';
import { zipOf } from '../code-package.ts';
import type { LambdaUses } from '../lambda-uses.ts';

const properties = z.strictObject({
  FunctionName: z.string().optional(),
  Code: z.strictObject({
    S3Bucket: z.string().optional(),
    S3Key: z.string().optional(),
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
    ZipFile: z.string().max(4_194_304).optional(),
  }),
  Handler: z.string(),
  Runtime: z.string(),
  Role: z.string(),
  MemorySize: z.int().min(128).max(10_240).default(128),
  Timeout: z.int().min(1).max(900).default(3),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()).default({}) }).optional(),
  LoggingConfig: z.strictObject({ LogGroup: z.string().optional() }).optional(),
  // The value of a parameter is text.
  ReservedConcurrentExecutions: z
    .union([
      z.int(),
      z
        .string()
        .regex(/^\d{1,9}$/)
        .transform(Number),
    ])
    .pipe(z.int().min(0))
    .optional(),
  DeadLetterConfig: z.strictObject({ TargetArn: queueArnText }).optional(),
});

/** AWS::Lambda::Function, run from the zip that deploys. */
export const lambdaFunction = resourceType({
  type: 'AWS::Lambda::Function',
  properties,
  ignored: {
    Architectures: "functions run on the laptop's own processor",
    VpcConfig: NETWORK,
    RecursiveLoop: 'no chain of invocations is ended',
    Description: DESCRIBES,
    Tags: DESCRIBES,
    TracingConfig: 'the stack traces every call itself',
    EphemeralStorage: 'the folder for temporary files is that of the laptop',
  },
  async create(fn, resource, { functions }: Pick<LambdaUses, 'functions'>) {
    const name = fn.FunctionName ?? physicalName(resource);
    const arn = arnOf('lambda', resource.place, `function:${name}`);
    const zipFile = await zipFileOf(fn.Code, resource, functions);
    await functions.create({ name, arn, zipFile, ...settingsOf(fn, name) });
    return { ref: name, attributes: { Arn: arn } };
  },
});

/** Where the zip lies: of an asset, or of code that stands in the template, which is a module of CommonJS. */
async function zipFileOf(
  { ZipFile, S3Key }: z.infer<typeof properties>['Code'],
  resource: Resource,
  functions: LambdaUses['functions'],
): Promise<string> {
  if (ZipFile !== undefined) return functions.keepZip(zipOf([['index.js', Buffer.from(ZipFile)]]));
  if (S3Key === undefined) throw new Error('property "Code" has neither S3Key nor ZipFile');
  return resource.zipFile(S3Key);
}

function settingsOf(fn: z.infer<typeof properties>, name: string) {
  return {
    handler: fn.Handler,
    runtime: fn.Runtime,
    memorySizeMb: fn.MemorySize,
    timeoutSeconds: fn.Timeout,
    environment: fn.Environment?.Variables ?? {},
    roleName: fn.Role.slice(fn.Role.lastIndexOf('/') + 1),
    roleArn: fn.Role,
    logGroup: fn.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    ...(fn.ReservedConcurrentExecutions !== undefined && {
      reservedConcurrency: fn.ReservedConcurrentExecutions,
    }),
    ...(fn.DeadLetterConfig && { deadLetterArn: fn.DeadLetterConfig.TargetArn }),
  };
}
