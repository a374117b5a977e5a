import * as z from 'zod';
import { resourceType } from '../../../template/resource-type.ts';
import type { AccessLog, RestStage, Throttling } from '../rest-config.ts';
import type { RestApiParts } from './rest-api-parts.ts';

/** Settings of every method of the stage, or of one; a path has its slashes, but the first, written as `~1`. */
const methodSetting = z
  .strictObject({
    HttpMethod: z.enum(['*', 'ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']),
    ResourcePath: z.string().regex(/^\/(\*|~1[^/]*)?$/, 'is not that of a method'),
    ThrottlingRateLimit: z.number().positive().optional(),
    ThrottlingBurstLimit: z.int().positive().optional(),
  })
  .refine(({ HttpMethod, ResourcePath }) => (HttpMethod === '*') === (ResourcePath === '/*'), {
    path: ['ResourcePath'],
    message: 'is neither that of every method nor that of one',
  });

const properties = z.strictObject({
  RestApiId: z.string(),
  DeploymentId: z.string(),
  StageName: z.string(),
  Variables: z.record(z.string(), z.string()).optional(),
  MethodSettings: z.array(methodSetting).default([]),
  AccessLogSetting: z.strictObject({ DestinationArn: z.string(), Format: z.string() }).optional(),
});
type Stage = z.infer<typeof properties>;

/** AWS::ApiGateway::Stage. */
export const restStage = resourceType({
  type: 'AWS::ApiGateway::Stage',
  properties,
  ignored: {
    'MethodSettings.LoggingLevel': 'the gateway writes its own log',
    'MethodSettings.DataTraceEnabled': 'the gateway writes its own log',
  },
  async create(stage, _, parts: RestApiParts) {
    parts.stages.push({ apiId: stage.RestApiId, stage: stageOf(stage), accessLog: accessLogOf(stage) });
    return { ref: stage.StageName, attributes: {} };
  },
});

function stageOf({ StageName, Variables, MethodSettings }: Stage): RestStage {
  const limits = MethodSettings.flatMap((setting) => {
    const { HttpMethod, ResourcePath, ThrottlingRateLimit, ThrottlingBurstLimit } = setting;
    if (ThrottlingRateLimit === undefined || ThrottlingBurstLimit === undefined) return [];
    const limit: Throttling = { rateLimit: ThrottlingRateLimit, burstLimit: ThrottlingBurstLimit };
    return [{ all: HttpMethod === '*', method: `${HttpMethod} ${pathOf(ResourcePath)}`, limit }];
  });
  const ofAll = limits.find(({ all }) => all)?.limit;
  const single = limits.filter(({ all }) => !all).map(({ method, limit }) => [method, limit]);
  return {
    name: StageName,
    ...(Variables && { variables: Variables }),
    ...(ofAll !== undefined && { throttling: ofAll }),
    ...(single.length > 0 && { methodThrottling: Object.fromEntries(single) }),
  };
}

function pathOf(resourcePath: string): string {
  return resourcePath === '/' ? '/' : resourcePath.slice(1).replaceAll('~1', '/');
}

/** The destination is the log group's ARN: `arn:aws:logs:<region>:<account>:log-group:<name>`, perhaps with `:*`. */
function accessLogOf({ AccessLogSetting: setting }: Stage): AccessLog | undefined {
  if (setting === undefined) return undefined;
  const logGroup = setting.DestinationArn.split(':')[6];
  if (logGroup === undefined)
    throw new Error('property "AccessLogSetting.DestinationArn" is not that of a log group');
  return { logGroup, format: setting.Format };
}
