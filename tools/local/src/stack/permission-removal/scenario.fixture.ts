import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { eventually } from '@hanok/testing';
import * as z from 'zod';
import { generatedPhoto } from '../../demo/picture-clients.ts';
import type { FaultPlanInput } from '../../faults/fault-plan.ts';
import { clientConfig } from '../gomoku-stack.fixture.ts';
import type { StackParameters } from '../../template/with-parameters.ts';
import type { Stack } from '../stack.ts';

/** What uses every permission that the functions of a stack have, one step after another. */
export type Scenario = {
  /** Stacks that it needs beside its own. */
  with?: readonly string[];
  parameters?: StackParameters;
  faults?: FaultPlanInput;
  steps(place: Place): readonly Step[];
};
export type Step = () => Promise<unknown>;

/** Where a scenario runs: a stack from the templates, perhaps without a statement, and clients outside of it. */
export type Place = ReturnType<typeof openPlace>;

const PHOTO = await generatedPhoto(64, 32);

/** `isOver`: what a step waits for will not come any more, so it waits no longer. */
export function openPlace(stack: Stack, isOver: () => boolean) {
  const opened = new DisposableStack();
  const open = <Client extends { destroy(): void }>(client: Client) =>
    opened.adopt(client, () => client.destroy());
  const config = clientConfig(stack.url);
  const sdk = {
    dynamodb: open(new DynamoDBClient(config)),
    lambda: open(new LambdaClient(config)),
    s3: open(new S3Client(config)),
    states: open(new SFNClient(config)),
    users: open(new CognitoIdentityProviderClient(config)),
  };
  const hasUsed = (functionName: string, action: string) =>
    stack
      .permissions()
      .find((each) => each.functionName === functionName)
      ?.granted.some((each) => each.action === action && each.times > 0) ?? false;
  return {
    ...{ stack, sdk, close: () => opened.dispose(), defer: (close: () => void) => opened.defer(close) },
    /** Waits until `look` does not throw. */
    seen: (look: () => unknown) =>
      eventually(async () => {
        if (!isOver()) await look();
      }),
    /** Waits until the function has used an action, while the clock moves on for what is tried again. */
    later: (functionName: string, action: string) =>
      eventually(async () => {
        if (isOver() || hasUsed(functionName, action)) return;
        await stack.idle({ timeoutMs: 1_000 }).catch(() => undefined);
        await stack.clock.advance(30_000);
        throw new Error(`${functionName} has not used ${action}`);
      }),
    invoke: async (FunctionName: string, event: object) => {
      const Payload = JSON.stringify(event);
      const { FunctionError } = await sdk.lambda.send(new InvokeCommand({ FunctionName, Payload }));
      if (FunctionError !== undefined) throw new Error(`${FunctionName} failed`);
    },
    upload: (Bucket: string, Key: string) => sdk.s3.send(new PutObjectCommand({ Bucket, Key, Body: PHOTO })),
    /** Runs a step while an operation fails. */
    failing: async (where: { service: string; operation: string; caller: string }, step: Step) => {
      const { faults } = await changeFaults(stack.url, '', { ...where, kind: 'error5xx', rate: 1 });
      await step();
      await changeFaults(stack.url, `/${faults.at(-1)?.id}/remove`, {});
    },
  };
}

async function changeFaults(url: string, path: string, body: object) {
  const changed = await call(`${url}/_hanok/faults${path}`, body);
  return z.object({ faults: z.array(z.object({ id: z.int() })) }).parse(changed);
}

/** GET without a body; POST with one. Throws for a refusal. */
export async function call(
  url: string,
  body?: object | string,
  headers: Record<string, string> = {},
): Promise<unknown> {
  const answer = await fetch(url, {
    ...{ method: body === undefined ? 'GET' : 'POST' },
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text}`);
  return JSON.parse(text);
}
