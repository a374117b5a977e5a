import * as z from 'zod';
import { queueArnText } from '../../sqs/resources/queue-arn-text.ts';
import { physicalName } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import { arnOf } from '../../../arn.ts';
import { DESCRIBES, NETWORK } from '../../../template/ignored.ts';
import type { LambdaUses } from '../lambda-uses.ts';

const properties = z.strictObject({
  FunctionName: z.string().optional(),
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
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
  },
  async create(fn, resource, { functions }: Pick<LambdaUses, 'functions'>) {
    const name = fn.FunctionName ?? physicalName(resource);
    const arn = arnOf('lambda', resource.place, `function:${name}`);
    await functions.create({ name, arn, zipFile: resource.zipFile(fn.Code.S3Key), ...settingsOf(fn, name) });
    return { ref: name, attributes: { Arn: arn } };
  },
});

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
