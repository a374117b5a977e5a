import { text } from 'node:stream/consumers';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { seededRandom } from '../seeded-random.ts';
import { serve } from '../serve.ts';
import { dynamodbFaults } from './dynamodb-faults.ts';
import type { Fault } from './fault.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { S3_FAULTS } from './s3-faults.ts';

const seen: string[] = [];
const engine = await serve(async (request, response) => {
  seen.push(await text(request));
  response.writeHead(200, { etag: '"one"' }).end('whole answer');
});
const proxy = await startFaultProxy(engine.endpoint);
afterAll(async () => {
  await proxy.stop();
  await engine.stop();
});
beforeEach(() => void seen.splice(0));

const call = async (fault?: Fault, body = 'asked') => {
  proxy.follow(() => fault);
  const response = await fetch(proxy.endpoint, { method: 'POST', body });
  return { status: response.status, etag: response.headers.get('etag'), text: await response.text() };
};
const { reset, replyLost, busy, cutShort } = S3_FAULTS;
const dynamodb = dynamodbFaults(() => seededRandom(1));

describe('startFaultProxy', () => {
  it('passes a request on as it is when the plan says nothing, and counts nothing', async () => {
    expect(await call()).toEqual({ status: 200, etag: '"one"', text: 'whole answer' });
    expect(seen).toEqual(['asked']);
    expect(proxy.injected('reset')).toBe(0);
  });

  it.each([
    [reset, []],
    [replyLost, ['asked']],
    [cutShort, ['asked']],
  ])('gives no whole answer after $name, and the engine has seen %j', async (fault, requests) => {
    const before = proxy.injected(fault.name);
    await expect(call(fault)).rejects.toThrow();
    expect(seen).toEqual(requests);
    expect(proxy.injected(fault.name)).toBe(before + 1);
  });

  it.each([
    [busy, 503, []],
    [dynamodb.throttle, 400, []],
    [dynamodb.serverError, 500, []],
    [dynamodb.errorAfterCommit, 500, ['{}']],
    [dynamodb.latency, 200, ['{}']],
  ])('answers %o with %d, and the engine has seen %j', async (fault, status, requests) => {
    expect((await call(fault, '{}')).status).toBe(status);
    expect(seen).toEqual(requests);
  });

  it('cancels a transaction because of one of its items', async () => {
    const answer = await call(dynamodb.conflict, '{"TransactItems":[{},{}]}');
    const { __type, CancellationReasons: reasons } = JSON.parse(answer.text);
    expect(__type).toContain('TransactionCanceledException');
    expect(reasons).toHaveLength(2);
    expect(reasons.filter(({ Code }: { Code: string }) => Code === 'None')).toHaveLength(1);
    expect(seen).toEqual([]);
  });

  it('waits for a plan that holds a request back, and is idle when none is under way', async () => {
    const asked = Promise.withResolvers<void>();
    const released = Promise.withResolvers<undefined>();
    proxy.follow(() => {
      asked.resolve();
      return released.promise;
    });
    const answer = fetch(proxy.endpoint, { method: 'POST', body: 'held' });
    await asked.promise;
    let isIdle = false;
    const idle = proxy.idle().then(() => (isIdle = true));
    await fetch(engine.endpoint, { method: 'POST', body: 'past the proxy' });
    expect(seen).toEqual(['past the proxy']);
    expect(isIdle).toBe(false);
    released.resolve(undefined);
    expect((await answer).status).toBe(200);
    await idle;
    expect(isIdle).toBe(true);
  });
});
