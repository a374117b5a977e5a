import { strToU8, zipSync } from 'fflate';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogLine } from '../../log-line.ts';
import { createClock } from '../../clock.ts';
import type { Datum } from '../metrics/metric.ts';
import { functionMetrics } from './function-metrics.ts';
import type { FunctionConfig } from './function-config.ts';
import { createFunctions, type Functions, type FunctionsOptions } from './functions.ts';

/** Functions for a spec, in a folder of their own, with what they logged. */
export type TestFunctions = {
  functions: Functions;
  lines: LogLine[];
  dir: string;
  /** How many values a metric of the functions has, and their sum. */
  measured(name: string): { count: number; sum: number };
  /** Zips `source` as `main.js` and deploys `main.handler` of it. */
  deploy(source: string, overrides?: Partial<FunctionConfig>): Promise<FunctionConfig>;
  stop(): Promise<void>;
};

/** Starts with the stack's defaults; `overrides` change them. */
export function testFunctions(overrides: Partial<FunctionsOptions> = {}): TestFunctions {
  const dir = mkdtempSync(join(tmpdir(), 'hanok-functions-'));
  const lines: LogLine[] = [];
  const data: Datum[] = [];
  const functions = createFunctions({
    ...{ dir, region: 'eu-west-1', accountId: '123456789012', endpoint: 'http://127.0.0.1:9' },
    credentialsFor: ({ name }) => ({
      accessKeyId: `key-of-${name}`,
      secretAccessKey: 'secret',
      sessionToken: 'token',
    }),
    logs: { append: (line) => void lines.push(line) },
    watch: functionMetrics({ addSoon: (make) => void data.push(...make()) }, createClock()),
    ...overrides,
  });

  async function deploy(source: string, config: Partial<FunctionConfig> = {}): Promise<FunctionConfig> {
    const name = config.name ?? 'fn';
    const zipFile = join(dir, `${name}.zip`);
    writeFileSync(zipFile, zipSync({ 'main.js': strToU8(source) }, { mtime: new Date(1980, 0, 1) }));
    const deployed = { ...functionConfig(name, zipFile), ...config };
    await functions.create(deployed);
    return deployed;
  }

  async function stop(): Promise<void> {
    await functions.stop();
    rmSync(dir, { recursive: true });
  }

  function measured(name: string) {
    const values = data.filter((each) => each.name === name && Object.keys(each.dimensions).length === 1);
    return { count: values.length, sum: values.reduce((sum, { value }) => sum + value, 0) };
  }

  return { functions, lines, dir, measured, deploy, stop };
}

function functionConfig(name: string, zipFile: string): FunctionConfig {
  return {
    ...{
      name,
      zipFile,
      handler: 'main.handler',
      runtime: 'nodejs24.x',
      memorySizeMb: 128,
      timeoutSeconds: 20,
    },
    arn: `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
    environment: {},
    ...{ roleName: `${name}-role`, roleArn: `arn:aws:iam::123456789012:role/${name}-role` },
    logGroup: `/aws/lambda/${name}`,
  };
}
