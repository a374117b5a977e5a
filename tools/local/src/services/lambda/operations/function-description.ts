import { pathToFileURL } from 'node:url';
import type { DeployedFunction } from '../deployed-function.ts';

/** A function as `GetFunctionConfiguration` shows it. */
export function functionConfiguration({ config, code, lastModified }: DeployedFunction) {
  return {
    FunctionName: config.name,
    FunctionArn: config.arn,
    Runtime: config.runtime,
    Role: config.roleArn,
    Handler: config.handler,
    CodeSize: code.sizeBytes,
    CodeSha256: Buffer.from(code.sha256, 'hex').toString('base64'),
    Description: '',
    Timeout: config.timeoutSeconds,
    MemorySize: config.memorySizeMb,
    LastModified: lastModified.toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    ...environment(config.environment),
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: [process.arch === 'arm64' ? 'arm64' : 'x86_64'],
    LoggingConfig: { LogFormat: 'Text', LogGroup: config.logGroup },
  };
}

/** A function as `GetFunction` shows it; its code lies in a file of this machine. */
export function functionDescription(deployed: DeployedFunction) {
  const { zipFile, reservedConcurrency } = deployed.config;
  const concurrency =
    reservedConcurrency === undefined
      ? {}
      : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } };
  return {
    Configuration: functionConfiguration(deployed),
    Code: { RepositoryType: 'File', Location: pathToFileURL(zipFile).href },
    ...concurrency,
  };
}

function environment(variables: Readonly<Record<string, string>>) {
  return Object.keys(variables).length === 0 ? {} : { Environment: { Variables: variables } };
}
