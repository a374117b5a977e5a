import * as z from 'zod';
import type { RestStage } from '../front/rest-config.ts';
import type { ResourcePorts } from './resource-ports.ts';
import type { ResourceType } from './resource-type.ts';
import type { AccessLog } from './stack-ports.ts';

/** Settings of every method of the stage; those of single methods are refused. */
const methodSetting = z.strictObject({
  HttpMethod: z.literal('*'),
  ResourcePath: z.literal('/*'),
  ThrottlingRateLimit: z.number().positive().optional(),
  ThrottlingBurstLimit: z.int().positive().optional(),
});

const properties = z.strictObject({
  RestApiId: z.string(),
  DeploymentId: z.string(),
  StageName: z.string(),
  Variables: z.record(z.string(), z.string()).optional(),
  MethodSettings: z.array(methodSetting).max(1).default([]),
  AccessLogSetting: z.strictObject({ DestinationArn: z.string(), Format: z.string() }).optional(),
});
type Stage = z.infer<typeof properties>;

/** AWS::ApiGateway::Stage. */
export const restStage: ResourceType<Stage, ResourcePorts> = {
  type: 'AWS::ApiGateway::Stage',
  properties,
  async create(stage, _, { apiParts }) {
    apiParts.stages.push({ apiId: stage.RestApiId, stage: stageOf(stage), accessLog: accessLogOf(stage) });
    return { ref: stage.StageName, attributes: {} };
  },
};

function stageOf({ StageName, Variables, MethodSettings: [setting] }: Stage): RestStage {
  const { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit } = setting ?? {};
  return {
    name: StageName,
    ...(Variables && { variables: Variables }),
    ...(rateLimit !== undefined && burstLimit !== undefined && { throttling: { rateLimit, burstLimit } }),
  };
}

/** The destination is the log group's ARN: `arn:aws:logs:<region>:<account>:log-group:<name>`, perhaps with `:*`. */
function accessLogOf({ AccessLogSetting: setting }: Stage): AccessLog | undefined {
  if (setting === undefined) return undefined;
  const logGroup = setting.DestinationArn.split(':')[6];
  if (logGroup === undefined)
    throw new Error('property "AccessLogSetting.DestinationArn" is not that of a log group');
  return { logGroup, format: setting.Format };
}
