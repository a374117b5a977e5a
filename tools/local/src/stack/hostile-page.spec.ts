import { PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { type AssemblyCopy, copyAssembly, replaceCode, resourceWith } from './assembly-copy.fixture.ts';
import { clientConfig, type GomokuStack, startGomoku } from './gomoku-stack.fixture.ts';
import { runPage } from './hostile-page.fixture.ts';
import { descendantsOf } from './process-tree.fixture.ts';

/** Waits for its queue for ever, and tells where its Runtime API is. */
const WAITING = `console.log('runtime', process.env.AWS_LAMBDA_RUNTIME_API);
exports.handler = async () => ({ batchItemFailures: [] });`;

let copy: AssemblyCopy;
let stack: GomokuStack;
let sqs: SQSClient;
beforeAll(async () => {
  copy = copyAssembly((resources, made) => {
    const [name] = [resourceWith(resources, 'AWS::Lambda::Function', '"game-sqs-process"')];
    replaceCode(made, name, WAITING);
  });
  stack = await startGomoku(copy.folder);
  sqs = new SQSClient(clientConfig(stack.url));
});
afterAll(async () => {
  sqs.destroy();
  await stack.stop();
  copy.remove();
});

const DEAD_LETTERS = '/000000000000/game-result-dead-letter-queue';
const keep = (MessageBody: string) =>
  sqs.send(new SendMessageCommand({ QueueUrl: stack.url + DEAD_LETTERS, MessageBody }));

/** Ports of this machine that belong to the stack: its gateway, its engines, the Runtime API of a function. */
async function portsOfStack() {
  await stack.gomoku.send('{}');
  const runtime = await eventually(() => {
    const line = stack.logOf('game-sqs-process').find((each) => each.includes('runtime'));
    if (line === undefined) throw new Error('The function has not said where its Runtime API is');
    return /127\.0\.0\.1:\d+/.exec(line)?.[0] ?? '';
  });
  const dynoxide = descendantsOf(process.pid).find(({ command }) => /^\S*dynoxide /.test(command));
  const port = /--port (\d+)/.exec(dynoxide?.command ?? '')?.[1];
  const redis = stack.gomoku.outputs.RankingRedisEndpoint;
  return { runtime, redis, dynoxide: `127.0.0.1:${port}` };
}

/** In the page: each way by which pages send without asking first, and by which they read. */
const TRIES = `
  const attempts = {};
  const signed = 'X-Amz-Credential=test/20260101/us-east-1/sqs/aws4_request';
  const attempt = async (name, call) => {
    attempts[name] = await call().then((each) => String(each), (error) => error.name);
  };
  const image = (url) => new Promise((resolve) => {
    const img = new Image();
    img.onload = img.onerror = () => resolve('sent');
    img.src = url;
  });
  const frame = (url) => new Promise((resolve) => {
    const iframe = document.createElement('iframe');
    iframe.onload = () => resolve('sent');
    iframe.src = url;
    document.body.append(iframe);
  });
  const form = (url, fields) => new Promise((resolve) => {
    const target = document.createElement('iframe');
    target.name = 'target' + Math.random();
    target.onload = () => resolve('sent');
    document.body.append(target);
    const element = document.createElement('form');
    Object.assign(element, { method: 'post', action: url, target: target.name });
    for (const [name, value] of Object.entries(fields)) {
      const input = document.createElement('input');
      Object.assign(input, { name, value });
      element.append(input);
    }
    document.body.append(element);
    element.submit();
  });
  const read = async (url, options) => {
    const response = await fetch(url, options);
    return response.type === 'opaque' ? 'sent' : response.status + ' ' + (await response.text());
  };
`;

describe('a page of another site in a real browser', () => {
  it('reaches neither the gateway, nor the engines, nor a Runtime API, by whatever it sends', async () => {
    await keep('precious');
    const ports = await portsOfStack();
    const queue = stack.url + DEAD_LETTERS;
    const attempts = await runPage(
      'evil.example',
      `${TRIES}
      const queue = ${JSON.stringify(queue)};
      const ports = ${JSON.stringify(ports)};
      const purge = queue + '?Action=PurgeQueue&' + signed;
      await attempt('image', () => image(purge));
      await attempt('image without referrer', () => {
        document.head.insertAdjacentHTML('beforeend', '<meta name="referrer" content="no-referrer">');
        return image(purge + '&again');
      });
      await attempt('frame', () => frame(purge + '&frame'));
      await attempt('form', () => form(queue, { Action: 'PurgeQueue' }));
      await attempt('post', () => read(queue, { method: 'POST', mode: 'no-cors', body: 'Action=PurgeQueue' }));
      await attempt('get', () => read(purge, { mode: 'no-cors' }));
      await attempt('read', () => read(${JSON.stringify(stack.gomoku.outputs.RankingApiUrl)} + 'ranking'));
      await attempt('dynamodb', () => read('http://' + ports.dynoxide + '/', { method: 'POST', body: '{}' }));
      await attempt('redis', () => read('http://' + ports.redis + '/', { method: 'POST', mode: 'no-cors',
        body: 'ZADD Rating 9 evil\\r\\n' }));
      await attempt('runtime', () => read('http://' + ports.runtime + '/2018-06-01/runtime/invocation/next'));
      await attempt('runtime image', () => image('http://' + ports.runtime + '/2018-06-01/runtime/invocation/next'));
      return attempts;`,
    );
    expect(attempts).toMatchObject({ read: 'TypeError', dynamodb: 'TypeError', runtime: 'TypeError' });
    expect(Object.values(attempts).filter((each) => !/^(sent|TypeError)$/.test(each))).toEqual([]);
    expect(await stack.gomoku.deadLetter()).toBe('precious');
    await sqs.send(new PurgeQueueCommand({ QueueUrl: queue }));
    expect(await stack.gomoku.rating('evil')).toBe(0);
    // The function still has its Runtime API to itself.
    await stack.gomoku.send('{}');
    await eventually(async () => expect(await stack.gomoku.messagesLeft()).toBe(0));
  });

  it('does not reach the gateway by a name that it points to this machine', async () => {
    const port = new URL(stack.url).port;
    const queue = `http://rebound.example:${port}${DEAD_LETTERS}`;
    await keep('kept');
    const attempts = await runPage(
      'rebound.example',
      `${TRIES}
      await attempt('post', () => read('${queue}', { method: 'POST', mode: 'no-cors', body: 'Action=PurgeQueue' }));
      await attempt('frame', () => frame('${queue}?Action=PurgeQueue&' + signed));
      return attempts;`,
    );
    expect(attempts).toEqual({ post: 'sent', frame: 'sent' });
    await eventually(async () => expect(await stack.gomoku.deadLetter()).toBe('kept'));
  });
});

describe('a page that is served on this machine', () => {
  it('may use the stack as a page may use AWS', async () => {
    await stack.gomoku.send('{"PlayerName":"Local","WinDiff":1,"LoseDiff":0,"ScoreDiff":1}');
    const attempts = await runPage(
      'localhost',
      `${TRIES}
      await attempt('get', () => read(${JSON.stringify(stack.gomoku.outputs.RankingApiUrl)} + 'ranking', { mode: 'no-cors' }));
      await attempt('image', () => image(${JSON.stringify(stack.url)} + '/a-picture'));
      return attempts;`,
    );
    expect(attempts).toEqual({ get: 'sent', image: 'sent' });
  });
});
