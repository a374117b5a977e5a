import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { type TraceDetail, traceDetail, tracePage, type TraceSpan } from '@hanok/console';
import { eventually } from '@hanok/testing';
import type { FaultPlanInput } from '../faults/fault-plan.ts';
import { copyAssembly, replaceCode, resourceWith } from '../stack/assembly-copy.fixture.ts';
import { clientConfig } from '../stack/gomoku-stack.fixture.ts';
import { startStack } from '../stack/start-stack.ts';

/** Looks for an object, waits, and looks for it again. Its role allows neither. */
const LOOKER = `exports.handler = async ({ key = 'none', ms = 0 }) => {
  const look = () => fetch(process.env.AWS_ENDPOINT_URL + '/no-bucket/' + key, { headers: {
    authorization: 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID +
      '/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0',
  } });
  await look();
  await new Promise((resolve) => setTimeout(resolve, ms));
  const { status } = await look();
  return { key, status };
};`;
const NAME = 'game-rank-reader';
const ARN = `arn:aws:lambda:us-east-1:000000000000:function:${NAME}`;

const task = (Parameters: object, more: object) => ({ Type: 'Task', Resource: ARN, Parameters, ...more });
/** Two branches at a time, and a last step after an hour. */
const DEFINITION = {
  StartAt: 'Both',
  States: {
    Both: {
      Type: 'Parallel',
      Branches: ['left', 'right'].map((key) => ({
        StartAt: key,
        States: { [key]: task({ key, ms: 100 }, { End: true }) },
      })),
      Next: 'Hour',
    },
    Hour: { Type: 'Wait', Seconds: 3600, Next: 'Last' },
    Last: task({ key: 'last' }, { End: true }),
  },
};

const outputs = z.object({ GameResultQueueUrl: z.string() });
const DEAD_LETTERS = 'arn:aws:sqs:us-east-1:000000000000:game-result-dead-letter-queue';

/** The stack Gomoku, a function that looks for objects, and a machine of it; it can be started anew on its state. */
export async function startShown(faults: FaultPlanInput['faults']) {
  const copy = copyAssembly((resources, made) => {
    replaceCode(made, resourceWith(resources, 'AWS::Lambda::Function', `"${NAME}"`), LOOKER);
    const Statement = [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: ARN }];
    const states = {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'states.amazonaws.com' },
    };
    resources['MachineRole'] = {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [states] },
        Policies: [{ PolicyName: 'Run', PolicyDocument: { Version: '2012-10-17', Statement } }],
      },
    };
    resources['Machine'] = {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        ...{ StateMachineName: 'Branches', DefinitionString: JSON.stringify(DEFINITION) },
        RoleArn: { 'Fn::GetAtt': ['MachineRole', 'Arn'] },
      },
    };
  });
  const stateDir = mkdtempSync(join(tmpdir(), 'hanok-traces-'));
  const start = async (plan: FaultPlanInput['faults']) => {
    const stack = await startStack({
      ...{ assembly: copy.folder, only: ['Gomoku'], port: 0, stateDir },
      ...(plan.length > 0 && { faults: { faults: plan } }),
    });
    const config = clientConfig(stack.url);
    const { GameResultQueueUrl: QueueUrl } = outputs.parse(stack.outputs['Gomoku']);
    const sdk = {
      sqs: new SQSClient(config),
      lambda: new LambdaClient(config),
      states: new SFNClient(config),
    };
    return { stack, sdk, QueueUrl };
  };
  let running = await start(faults);
  const stop = async () => {
    for (const client of Object.values(running.sdk)) client.destroy();
    await running.stack.stop();
  };
  const traceOf = async (id: string): Promise<TraceDetail> => {
    const response = await fetch(`${running.stack.url}/_hanok/traces/${encodeURIComponent(id)}`);
    return traceDetail.parse(await response.json());
  };
  /** A message that is being handled would be received again. */
  const isRunning = async () => {
    const response = await fetch(`${running.stack.url}/_hanok/traces?status=running`);
    return tracePage.parse(await response.json()).traces.length > 0;
  };
  return {
    traceOf,
    /** Waits until a trace is as it must be; while nothing runs, the clock moves on by so many minutes. */
    seen: async (id: string, look: (trace: TraceDetail) => void, minutes = 1) =>
      eventually(async () => {
        const trace = await traceOf(id);
        try {
          look(trace);
        } catch (error) {
          if (!(await isRunning())) await running.stack.clock.advance(minutes * 60_000);
          throw error;
        }
        return trace;
      }),
    send: async (body: object, more: { DelaySeconds?: number } = {}) => {
      const MessageBody = JSON.stringify(body);
      const command = new SendMessageCommand({ QueueUrl: running.QueueUrl, MessageBody, ...more });
      return (await running.sdk.sqs.send(command)).MessageId ?? '';
    },
    /** Runs the function; answers the request id. */
    look: async (wish: { key: string; ms?: number }) => {
      const command = new InvokeCommand({ FunctionName: NAME, Payload: JSON.stringify(wish) });
      return (await running.sdk.lambda.send(command)).$metadata.requestId ?? '';
    },
    execute: async () => {
      const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:Branches';
      return (
        (await running.sdk.states.send(new StartExecutionCommand({ stateMachineArn }))).executionArn ?? ''
      );
    },
    moveBack: () => running.sdk.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: DEAD_LETTERS })),
    /** Stops the stack and starts it on the same state, without faults. */
    restart: async () => {
      await stop();
      running = await start([]);
    },
    stop: async () => {
      await stop();
      copy.remove();
      rmSync(stateDir, { recursive: true });
    },
  };
}

export const named = ({ tree }: TraceDetail, name: string): TraceSpan[] =>
  tree.filter((span) => span.name === name);
