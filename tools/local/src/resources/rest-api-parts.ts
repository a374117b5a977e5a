import type { RestRoute, RestStage } from '../front/rest-config.ts';
import type { AccessLog } from './stack-ports.ts';

/** A permission to invoke a function, given to a service. */
export type InvokePermission = { functionArn: string; principal: string; sourceArn: string };

/** What the template's resources say about REST APIs; an API is whole only when the last of them is read. */
export type RestApiParts = {
  apis: { id: string; name: string; binaryMediaTypes: readonly string[] }[];
  /** Path of a resource by its id. */
  paths: Map<string, string>;
  methods: { apiId: string; route: RestRoute; functionArn: string }[];
  stages: { apiId: string; stage: RestStage; accessLog: AccessLog | undefined }[];
  permissions: InvokePermission[];
};

export function createRestApiParts(): RestApiParts {
  return { apis: [], paths: new Map(), methods: [], stages: [], permissions: [] };
}
