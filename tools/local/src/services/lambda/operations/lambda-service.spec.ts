import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as lambda from '@aws-sdk/client-lambda';
import { clientSettings, runs, SEED, SEED_NOTE } from '@hanok/testing';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { createHash } from 'node:crypto';
import type { Service } from '../../../gateway/service.ts';
import type { AsyncEvent } from '../async/async-event-file.ts';
import { createEventInvokeConfigs } from '../async/event-invoke-configs.ts';
import type { InvokePermission } from '../lambda-uses.ts';
import { testFunctions, type TestFunctions } from '../functions.fixture.ts';
import { createLambdaService } from './lambda-service.ts';
import { serveService } from '../../../gateway/serve-service.fixture.ts';

const place = { region: 'eu-west-1', accountId: '123456789012' };
const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:fn';
const mapping = {
  UUID: 'uuid-1',
  BatchSize: 10,
  FunctionArn: ARN,
  EventSourceArn: 'arn:queue',
  State: 'Enabled',
};
const events: AsyncEvent[] = [];
const permissions: InvokePermission[] = [];
const eventInvokeConfigs = createEventInvokeConfigs(() => undefined);
let test: TestFunctions;
let server: Awaited<ReturnType<typeof serveService>>;
let client: lambda.LambdaClient;
let service: Service;

beforeAll(async () => {
  test = testFunctions();
  await test.deploy(`exports.handler = async (event, { awsRequestId }) => {
    if (event.fail) throw new RangeError('too far');
    return { event, awsRequestId };
  }`);
  const asyncInvocations = { accept: (event: AsyncEvent) => void events.push(event), stop: () => undefined };
  const mappings = () => [{ ...mapping, LastModified: new Date(1_700_000_000_000) }];
  service = createLambdaService({
    ...{ functions: test.functions, asyncInvocations, mappings, ...place },
    rules: { permissions, eventInvokeConfigs },
  });
  server = await serveService(service);
  client = new lambda.LambdaClient({ ...clientSettings(server.url), region: place.region, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  server.close();
  await test.stop();
});

const invoke = (input: Partial<lambda.InvokeCommandInput>) =>
  client.send(new lambda.InvokeCommand({ FunctionName: 'fn', ...input }));

describe('Invoke', () => {
  it('answers under the request id that the function sees, with the log when asked', async () => {
    const answer = await invoke({ Payload: Buffer.from('{"a":"한"}'), LogType: 'Tail' });
    const id = answer.$metadata.requestId;
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toEqual({
      event: { a: '한' },
      awsRequestId: id,
    });
    expect(Buffer.from(answer.LogResult ?? '', 'base64').toString()).toMatch(`END RequestId: ${id}\n`);
  });

  it('answers 200 with FunctionError for a function error', async () => {
    const answer = await invoke({ Payload: Buffer.from('{"fail":true}') });
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toMatchObject({ errorType: 'RangeError' });
    expect(answer.LogResult).toBeUndefined();
  });

  it('takes an event without waiting, and only checks in a dry run', async () => {
    const { StatusCode, $metadata } = await invoke({ InvocationType: 'Event', Payload: Buffer.from('[1]') });
    expect(StatusCode).toBe(202);
    expect(events).toEqual([{ functionName: 'fn', payload: '[1]', requestId: $metadata.requestId }]);
    expect(await invoke({ InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204 });
  });

  it.each([
    ['no JSON', { Payload: Buffer.from('{') }, 'InvalidRequestContentException'],
    ['more than 6 MB', { Payload: Buffer.alloc(6_291_457, 0x20) }, 'RequestTooLargeException'],
    [
      'an event over 1 MB',
      { Payload: Buffer.alloc(1_048_577), InvocationType: 'Event' },
      'RequestTooLargeException',
    ],
    ['another function', { FunctionName: 'other' }, 'ResourceNotFoundException'],
    ['another version', { Qualifier: '7' }, 'ResourceNotFoundException'],
    ['a client context', { ClientContext: 'e30=' }, 'InvalidParameterValueException'],
  ] satisfies [string, Partial<lambda.InvokeCommandInput>, string][])(
    'refuses %s',
    async (_what, input, name) => {
      await expect(invoke(input)).rejects.toMatchObject({ name });
    },
  );
});

describe('the Lambda API', () => {
  it('describes functions by name and ARN', async () => {
    const { Functions } = await client.send(new lambda.ListFunctionsCommand({}));
    const described = { FunctionName: 'fn', FunctionArn: ARN, MemorySize: 128, Timeout: 20, State: 'Active' };
    expect(Functions).toMatchObject([described]);
    for (const FunctionName of ['fn', ARN, `${ARN}:$LATEST`, '123456789012:function:fn']) {
      const { Configuration } = await client.send(new lambda.GetFunctionCommand({ FunctionName }));
      expect(Configuration).toMatchObject(described);
    }
  });

  it('names the function that it does not have', async () => {
    const asked = client.send(new lambda.GetFunctionConfigurationCommand({ FunctionName: 'other' }));
    const message = 'Function not found: arn:aws:lambda:eu-west-1:123456789012:function:other';
    await expect(asked).rejects.toMatchObject({ name: 'ResourceNotFoundException', message });
  });

  it('has the policy of who may invoke a function, once there is one', async () => {
    const command = () => new lambda.GetPolicyCommand({ FunctionName: 'fn' });
    const none = { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } };
    await expect(client.send(command())).rejects.toMatchObject(none);
    permissions.push(
      {
        ...{ statementId: 'AllowS3', functionArn: ARN, principal: 's3.amazonaws.com' },
        ...{ sourceArn: 'arn:aws:s3:::photos', sourceAccount: '123456789012' },
      },
      { functionArn: `${ARN}2`, principal: 'events.amazonaws.com', sourceArn: 'arn:rule' },
    );
    const { Policy = '', RevisionId } = await client.send(command());
    expect(RevisionId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(JSON.parse(Policy)).toEqual({
      Version: '2012-10-17',
      Id: 'default',
      Statement: [
        {
          ...{ Sid: 'AllowS3', Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' } },
          ...{ Action: 'lambda:InvokeFunction', Resource: ARN },
          Condition: {
            StringEquals: { 'AWS:SourceAccount': '123456789012' },
            ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::photos' },
          },
        },
      ],
    });
    await expect(client.send(new lambda.GetPolicyCommand({ FunctionName: 'none' }))).rejects.toMatchObject(
      none,
    );
  });

  it('has how a function takes events, once the template says it', async () => {
    const FunctionName = 'fn';
    const get = () => client.send(new lambda.GetFunctionEventInvokeConfigCommand({ FunctionName }));
    const list = () => client.send(new lambda.ListFunctionEventInvokeConfigsCommand({ FunctionName }));
    await expect(get()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `The function ${ARN}:$LATEST doesn't have an EventInvokeConfig`,
    });
    expect((await list()).FunctionEventInvokeConfigs).toEqual([]);
    eventInvokeConfigs.put('fn', { maximumRetryAttempts: 1, onFailureArn: 'arn:queue' });
    const config = {
      ...{ FunctionArn: `${ARN}:$LATEST`, MaximumRetryAttempts: 1, LastModified: expect.any(Date) },
      DestinationConfig: { OnSuccess: {}, OnFailure: { Destination: 'arn:queue' } },
    };
    expect(await get()).toMatchObject(config);
    expect((await list()).FunctionEventInvokeConfigs).toEqual([config]);
  });

  it('lists event source mappings', async () => {
    const list = (input: lambda.ListEventSourceMappingsCommandInput) =>
      client.send(new lambda.ListEventSourceMappingsCommand(input));
    const wanted = [{ ...mapping, LastModified: new Date(1_700_000_000_000) }];
    expect((await list({ FunctionName: 'fn' })).EventSourceMappings).toEqual(wanted);
    expect((await list({ EventSourceArn: 'arn:other' })).EventSourceMappings).toEqual([]);
    const found = await client.send(new lambda.GetEventSourceMappingCommand({ UUID: 'uuid-1' }));
    expect(found).toMatchObject(mapping);
  });

  it.each([
    ['PublishVersion', new lambda.PublishVersionCommand({ FunctionName: 'fn' })],
    [
      'ListProvisionedConcurrencyConfigs',
      new lambda.ListProvisionedConcurrencyConfigsCommand({ FunctionName: 'fn' }),
    ],
  ])('names %s, which it does not support', async (operation, command) => {
    const asked = client.send(command as lambda.PublishVersionCommand);
    await expect(asked).rejects.toMatchObject({
      name: 'NotImplementedException',
      message: `The local stack does not support lambda:${operation}`,
    });
  });
});

describe('the permission for a function', () => {
  it(`is on the function that is read, by any spelling of its name ${SEED_NOTE}`, async () => {
    const name = fc.constantFrom(
      ...['fn', 'other', 'Fn', ARN, ARN.replace('fn', 'other'), '123456789012:function:fn', 'function:fn'],
      ...[
        ARN.replace('eu-west-1', 'us-east-1'),
        '111111111111:function:fn',
        'arn:aws:lambda',
        'fn%',
        'f n',
        '..',
      ],
    );
    const suffix = fc.constantFrom('', ':$LATEST', ':1', ':other', '/../other', '?', '%2F', ':');
    const qualifier = fc.constantFrom(
      '',
      '?Qualifier=$LATEST',
      '?Qualifier=1',
      '?qualifier=1',
      '?FunctionName=other',
    );
    const spelling = fc.constantFrom(encodeURIComponent, encodeURI, (text: string) =>
      [...text].map((each) => `%${each.charCodeAt(0).toString(16)}`).join(''),
    );
    await fc.assert(
      fc.asyncProperty(name, suffix, qualifier, spelling, async (text, end, query, encode) => {
        const path = `/2015-03-31/functions/${encode(text + end)}/configuration${query}`;
        const url = new URL(server.url + path);
        const common = { id: 'id', headers: {}, body: Buffer.alloc(0), signal: new AbortController().signal };
        const request = { ...common, method: 'GET', url, caller: { kind: 'external' as const } };
        const operation = service.operation(request);
        const response = await fetch(url);
        const answer = await response.text();
        if (!operation?.startsWith('GetFunction')) return expect([403, 404, 501]).toContain(response.status);
        if (response.status === 400)
          return expect(answer).toContain('does not match the specified qualifier');
        const [need] = [await service.access({ ...request, operation })].flat();
        const resource = need && 'resource' in need ? need.resource : '';
        if (response.status === 200) return expect([ARN, `${ARN}:$LATEST`]).toContain(resource);
        expect([response.status, answer]).toEqual([
          404,
          expect.stringContaining(JSON.stringify(`Function not found: ${resource}`).slice(1, -1)),
        ]);
      }),
      { numRuns: runs(2_000), seed: SEED },
    );
  });
});

describe('UpdateFunctionCode', () => {
  const update = (input: Partial<lambda.UpdateFunctionCodeCommandInput>) =>
    client.send(new lambda.UpdateFunctionCodeCommand({ FunctionName: 'changing', ...input }));
  const zipOf = (answer: string) =>
    zipSync({ 'main.js': strToU8(`exports.handler = async () => ${JSON.stringify(answer)};`) });
  const ask = async () => (await invoke({ FunctionName: 'changing' })).Payload?.transformToString();
  beforeAll(() => test.deploy(`exports.handler = async () => 'old';`, { name: 'changing' }));

  it('runs the code of ZipFile from the next invocation on', async () => {
    expect(await ask()).toBe('"old"');
    const answer = await update({ ZipFile: zipOf('new') });
    expect(answer).toMatchObject({
      FunctionName: 'changing',
      LastUpdateStatus: 'Successful',
      CodeSize: zipOf('new').length,
    });
    const sha256 = createHash('sha256').update(zipOf('new')).digest('base64');
    expect(answer.CodeSha256).toBe(sha256);
    expect(await ask()).toBe('"new"');
    const shown = await client.send(new lambda.GetFunctionConfigurationCommand({ FunctionName: 'changing' }));
    expect(shown.CodeSha256).toBe(sha256);
  });

  it.each([
    [{ ZipFile: strToU8('no zip') }, 'Could not unzip uploaded file'],
    [{}, 'Please provide a source for function code.'],
    [{ ZipFile: zipOf('x'), Publish: true }, 'does not support the parameter Publish'],
    [{ S3Bucket: 'b', S3Key: 'k' }, 'does not support the parameter S3'],
  ])('refuses %j and keeps the code', async (input, message) => {
    const before = await ask();
    await expect(update(input)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining(message),
    });
    expect(await ask()).toBe(before);
  });

  it('knows no other function', async () => {
    await expect(update({ FunctionName: 'none', ZipFile: zipOf('x') })).rejects.toThrow('Function not found');
  });
});
