import { randomUUID } from 'node:crypto';
import { type startProcessReaper, startExecutionEnvironment } from '@hanok/local';

type EnvironmentStart = {
  /** Folder of the unpacked zip. */
  taskRoot: string;
  /** Deployed name, and what the template puts into the environment. */
  name: string;
  environment: Readonly<Record<string, string>>;
  /** 128 when it is not said. */
  memorySizeMb?: number;
  /** Where AWS calls go. */
  endpoint: string;
  reaper: ReturnType<typeof startProcessReaper>;
};

/**
 * Runs a function in a new process under the official runtime client, with the memory and the V8 limits that it is
 * deployed with, and answers the milliseconds from the start of the process to its answer to `payload`.
 */
export async function answerCold(
  start: EnvironmentStart,
  payload: string,
): Promise<{ ms: number; answer: string }> {
  const begun = performance.now();
  const environment = await startEnvironment(start);
  const { invocation } = await environment.invoke(randomUUID(), payload);
  const ms = performance.now() - begun;
  await environment.stop();
  return { ms, answer: invocation.payload };
}

/** A process of a function under the official runtime client, without a stack around it. */
export function startEnvironment(start: EnvironmentStart) {
  return startExecutionEnvironment({
    config: configOf(start),
    settings: {
      region: 'us-east-1',
      endpoint: start.endpoint,
      credentials: { accessKeyId: 'bench', secretAccessKey: 'bench', sessionToken: 'bench' },
      taskRoot: start.taskRoot,
    },
    reaper: start.reaper,
    logs: { append: () => undefined },
  });
}

/** As the templates deploy functions. */
function configOf({ name, environment, memorySizeMb = 128 }: EnvironmentStart) {
  return {
    name,
    arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    zipFile: '',
    handler: 'main.handler',
    runtime: 'nodejs24.x',
    memorySizeMb,
    timeoutSeconds: 60,
    environment,
    roleName: name,
    roleArn: `arn:aws:iam::000000000000:role/${name}`,
    logGroup: `/aws/lambda/${name}`,
  };
}
