import { FunctionConfigError } from '../errors.ts';
import type { FunctionConfig } from '../function-config.ts';

/** The keys with which a function signs its calls; they tell the gateway who calls. */
export type FunctionCredentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/** What a runtime needs to know beside its function's configuration. */
export type RuntimeSettings = {
  region: string;
  /** URL of the gateway, for `AWS_ENDPOINT_URL`. */
  endpoint: string;
  credentials: FunctionCredentials;
  /** Root certificates in PEM, for `NODE_EXTRA_CA_CERTS`. */
  caFile?: string | undefined;
  taskRoot: string;
  runtimeDirectory: string;
  runtimeApi: string;
  logStream: string;
};

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const reserved: ReadonlySet<string> = new Set([
  ...['_HANDLER', '_X_AMZN_TRACE_ID', 'AWS_DEFAULT_REGION', 'AWS_REGION', 'AWS_EXECUTION_ENV'],
  ...['AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_VERSION'],
  ...['AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME'],
  ...['AWS_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'],
  ...['AWS_LAMBDA_RUNTIME_API', 'LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR'],
]);

/** Throws, naming them, when a function sets variables that Lambda keeps for itself. */
export function refuseReservedVariables(config: FunctionConfig): void {
  const names = Object.keys(config.environment).filter((name) => reserved.has(name));
  if (names.length > 0)
    throw new FunctionConfigError(config.name, `environment sets reserved ${names.join(', ')}.`);
}

/** The whole environment of a runtime's process: nothing of this process but PATH and LANG reaches a function. */
export function runtimeVariables(config: FunctionConfig, settings: RuntimeSettings): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
    LANG: process.env['LANG'] ?? 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_ENDPOINT_URL: settings.endpoint,
    ...(settings.caFile === undefined ? {} : { NODE_EXTRA_CA_CERTS: settings.caFile }),
    ...config.environment,
    ...lambdaVariables(config, settings),
    ...credentialVariables(settings.credentials),
  };
}

function lambdaVariables(config: FunctionConfig, settings: RuntimeSettings): Record<string, string> {
  return {
    _HANDLER: config.handler,
    AWS_REGION: settings.region,
    AWS_DEFAULT_REGION: settings.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${config.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: config.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.memorySizeMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: config.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: settings.logStream,
    AWS_LAMBDA_RUNTIME_API: settings.runtimeApi,
    LAMBDA_TASK_ROOT: settings.taskRoot,
    LAMBDA_RUNTIME_DIR: settings.runtimeDirectory,
  };
}

function credentialVariables(credentials: FunctionCredentials): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
  };
}
