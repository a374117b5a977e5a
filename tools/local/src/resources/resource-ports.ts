import type { RestApiParts } from '../services/apigateway/resources/rest-api-parts.ts';
import type { StackPorts } from './stack-ports.ts';

/** The stack's ports, and what the resources of one template share. */
export type ResourcePorts = StackPorts & {
  /** Path of the zip of a CDK asset by its S3 key; throws when the cloud assembly has none. */
  zipFile(s3Key: string): string;
  apiParts: RestApiParts;
};
