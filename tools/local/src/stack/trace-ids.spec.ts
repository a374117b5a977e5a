import { readFileSync } from 'node:fs';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, IS_DEEP } from '@hanok/testing';
import * as z from 'zod';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { startLocalSite } from '../demo/local-site.ts';
import { generatedPhoto } from '../demo/picture-clients.ts';
import type { LogLine } from '../log-line.ts';
import { talk } from './chat-stack.fixture.ts';
import { clientConfig } from './gomoku-stack.fixture.ts';
import { runQuery } from './operating-questions.fixture.ts';
import { type Stack, startStack } from './start-stack.ts';
import { signIn } from './wild-rydes-stack.fixture.ts';

const outputs = z.object({
  Gomoku: z.object({ GameResultQueueUrl: z.string() }),
  Training: z.object({ TrainingApiUrl: z.string() }),
  Crawler: z.object({ CrawlApiUrl: z.string() }),
  Thumbnails: z.record(z.string(), z.string()),
  Photos: z.record(z.string(), z.string()),
  Chat: z.object({
    ...{ ChatUrl: z.string(), ChatTicketUrl: z.string() },
    ...{ ChatUserPoolId: z.string(), ChatUserPoolClientId: z.string() },
  }),
  Matchmaking: z.record(z.string(), z.string()),
});
const logLine = z.looseObject({
  ...{ service: z.string(), message: z.string(), traceId: z.string() },
  traceIds: z.array(z.string()).optional(),
});
type Line = z.infer<typeof logLine>;

/** Sent at once: each is looked at among the others. An environment of a function is a process, which takes time to begin. */
const COUNT = IS_DEEP ? 11 : 3;
/** Pictures take more of the processors. */
const PICTURES = IS_DEEP ? 5 : 2;
/** At most ten: as many as one connection may send at once. */
const FRAMES = IS_DEEP ? 10 : 3;
/** An idle connection lives for a minute. */
const CLOCK_SPEED = 10;
const numbers = Array.from({ length: COUNT }, (_, index) => index);
let entries = 0;
const newRoots = () => numbers.map(() => `1-5759e988-${String((entries += 1)).padStart(24, '0')}`);

let site: Awaited<ReturnType<typeof startLocalSite>>;
let stack: Stack;
let places: z.infer<typeof outputs>;
let clients: {
  sqs: SQSClient;
  s3: S3Client;
  logs: CloudWatchLogsClient;
  users: CognitoIdentityProviderClient;
};
beforeAll(async () => {
  site = await startLocalSite();
  stack = await startStack({
    ...{ assembly: assemblyFolder, parameters: site.parameters, port: 0, clockSpeed: CLOCK_SPEED },
    only: ['Gomoku', 'Training', 'Crawler', 'Thumbnails', 'Photos', 'Chat', 'Matchmaking'],
    onLine,
  });
  places = outputs.parse(stack.outputs);
  const config = clientConfig(stack.url);
  clients = {
    ...{ sqs: new SQSClient(config), s3: new S3Client(config), logs: new CloudWatchLogsClient(config) },
    users: new CognitoIdentityProviderClient(config),
  };
});
afterAll(async () => {
  for (const client of Object.values(clients)) client.destroy();
  await stack.stop();
  site.stop();
});

/** What the handlers have logged, with the ids of the traces that each line is about. */
const logged: (Line & { ids: readonly string[] })[] = [];
const groups = new Map<string, string>();
function onLine({ line, isPlatform, logGroup }: LogLine): void {
  if (isPlatform || !line.includes('"message":')) return;
  const read = logLine.parse(JSON.parse(line));
  groups.set(read.service, logGroup);
  logged.push({ ...read, ids: read.traceIds ?? [read.traceId] });
}
const linesOf = (...services: string[]) => logged.filter(({ service }) => services.includes(service));

/** Waits until each of the traces has lines of all these functions, which have lines of no other trace. */
async function untilTraced(roots: readonly string[], services: string[]): Promise<void> {
  await eventually(() => {
    for (const root of roots) {
      const found = linesOf(...services).filter(({ ids }) => ids.includes(root));
      expect([...new Set(found.map(({ service }) => service))].sort()).toEqual(services.toSorted());
    }
  });
  expect(linesOf(...services).filter(({ ids }) => !ids.every((id) => roots.includes(id)))).toEqual([]);
}

const post = async (url: string, body: object, root?: string): Promise<unknown> => {
  const headers = { 'content-type': 'application/json', ...(root && { 'X-Amzn-Trace-Id': `Root=${root}` }) };
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json();
};

describe('one trace id, with others under way,', () => {
  it('goes from a message over the table and its stream to the board, and the query of the page finds all', async () => {
    const roots = newRoots();
    const QueueUrl = places.Gomoku.GameResultQueueUrl;
    await Promise.all(
      roots.map((root, index) => {
        const AWSTraceHeader = { DataType: 'String', StringValue: `Root=${root};Sampled=1` };
        const result = { PlayerName: `trace ${index}`, WinDiff: 1, LoseDiff: 0, ScoreDiff: 10 };
        const MessageBody = JSON.stringify(result);
        const message = { QueueUrl, MessageBody, MessageSystemAttributes: { AWSTraceHeader } };
        return clients.sqs.send(new SendMessageCommand(message));
      }),
    );
    await untilTraced(roots, ['game-sqs-process', 'game-rank-update']);
    const logGroupNames = ['game-sqs-process', 'game-rank-update'].map((name) => groups.get(name) ?? '');
    const rows = await runQuery(clients.logs, QUERY.replace(EXAMPLE, roots[1] ?? ''), logGroupNames);
    const found = new Set(rows.map(({ service }) => service));
    expect(found).toEqual(new Set(['game-sqs-process', 'game-rank-update']));
  });

  it('goes from a request through an execution to every task', async () => {
    const roots = newRoots();
    const url = `${places.Training.TrainingApiUrl}training`;
    await Promise.all(roots.map((root) => post(url, { TraningType: '수비수', Player: root }, root)));
    const services = ['training-start', 'training-defense', 'training-duel'];
    await untilTraced(roots, services);
    const trained = linesOf(...services).map(({ traceId, trainingId }) => `${traceId} ${String(trainingId)}`);
    expect(new Set(trained).size).toBe(COUNT);
  });

  it('goes from a request to the page that is stored, and to the crawl that is given up', async () => {
    // Pages of one host take turns.
    const [stored = '', ...others] = newRoots().slice(0, 3);
    const url = `${places.Crawler.CrawlApiUrl}crawl`;
    const crawl = (path: string, root: string) => post(url, { url: `http://${site.host}/${path}` }, root);
    await Promise.all([crawl('', stored), ...others.map((root) => crawl(root, root))]);
    await untilTraced([stored], ['crawl-store']);
    await eventually(() => {
      const failed = linesOf('crawl-fail').flatMap(({ ids }) => ids);
      for (const root of others) expect(failed).toContain(root);
    });
    await untilTraced([stored, ...others], ['crawl-start', 'crawl-fetch']);
  });

  it('goes with an upload in its metadata to the function, and with the thumbnail; S3 hands no header on', async () => {
    const [roots, header] = [newRoots().slice(0, PICTURES), `Root=1-5759e988-${'f'.repeat(24)}`];
    const Bucket = bucketOf('Thumbnails', /images?/i);
    const Body = await generatedPhoto(64, 32);
    clients.s3.middlewareStack.add(
      (next) => (call) => {
        Object.assign(Object(Object(call.request).headers), { 'X-Amzn-Trace-Id': header });
        return next(call);
      },
      { step: 'build', name: 'header' },
    );
    const upload = (Key: string, Metadata = {}) =>
      clients.s3.send(new PutObjectCommand({ Bucket, Key, Body, Metadata }));
    await Promise.all(roots.map((root, index) => upload(`${index}.jpg`, { traceparent: w3cOf(root) })));
    await untilTraced(roots, ['create-thumbnail']);
    const thumbnail = { Bucket: bucketOf('Thumbnails', /resized/i), Key: 'thumbnail-1.jpg' };
    const { Metadata } = await clients.s3.send(new HeadObjectCommand(thumbnail));
    expect(Metadata?.['traceparent']?.slice(0, 35)).toBe(w3cOf(roots[1] ?? '').slice(0, 35));
    await upload('bare.jpg');
    await eventually(() => expect(linesOf('create-thumbnail')).toHaveLength(PICTURES + 1));
    clients.s3.middlewareStack.remove('header');
    expect(linesOf('create-thumbnail').at(-1)?.traceId).not.toBe(header.slice(5));
  });

  it('goes from the event of a photo through its execution', async () => {
    const Bucket = bucketOf('Photos', /photos/i);
    const Body = await generatedPhoto(64, 32);
    await Promise.all(
      numbers
        .slice(0, PICTURES)
        .map((index) => clients.s3.send(new PutObjectCommand({ Bucket, Key: `${index}.jpg`, Body }))),
    );
    await eventually(() => expect(linesOf('photo-start').length).toBeGreaterThanOrEqual(PICTURES));
    const started = linesOf('photo-start');
    const roots = [...new Set(started.map(({ traceId }) => traceId))];
    expect(roots).toHaveLength(PICTURES);
    const services = ['photo-start', 'photo-inspect', 'photo-proxy'];
    await untilTraced(roots, services);
    const pairs = linesOf(...services).map(
      ({ traceId, executionName }) => `${traceId} ${String(executionName)}`,
    );
    expect(new Set(pairs).size).toBe(PICTURES);
  });

  it('goes from a frame of the chat through the queue to those who get it', async () => {
    const { ChatUrl, ChatTicketUrl, ChatUserPoolId, ChatUserPoolClientId } = places.Chat;
    const pool = { UserPoolId: ChatUserPoolId, UserPoolClientId: ChatUserPoolClientId };
    const { idToken } = await signIn(clients.users, pool, 'kim');
    const asked = await fetch(ChatTicketUrl, { method: 'POST', headers: { Authorization: idToken } });
    const { Ticket } = z.object({ Ticket: z.string() }).parse(await asked.json());
    const kim = await talk(`${ChatUrl}?ticket=${Ticket}`);
    await kim.ask({ action: 'join', room: 'traces' }, { type: 'joined' });
    for (const index of numbers.slice(0, FRAMES))
      kim.send({ action: 'message', room: 'traces', clientId: `c${index}`, text: 'x' });
    const events = () => linesOf('chat-message').filter(({ status }) => status === 200);
    await eventually(() => expect(events()).toHaveLength(FRAMES));
    const roots = events().map(({ traceId }) => traceId);
    expect(new Set(roots).size).toBe(FRAMES);
    await eventually(() => {
      const served = new Set(linesOf('chat-fanout').flatMap(({ ids }) => ids));
      for (const root of roots) expect(served).toContain(root);
    });
    kim.socket.close();
  });

  it('is not told by FlexMatch: the ticket joins the request and what is heard of it', async () => {
    const url = `${places.Matchmaking['MatchApiUrl']}matchrequest`;
    const players = [...numbers, COUNT].map((index) => ({ PlayerName: `match ${index}`, PlayerPass: 'x' }));
    const answers = await Promise.all(players.map((player) => post(url, player)));
    const tickets = answers.map((answer) => z.object({ TicketId: z.uuid() }).parse(answer).TicketId);
    await eventually(() => {
      const requested = new Set(linesOf('game-match-request').map(({ ticketId }) => ticketId));
      const heard = new Set(linesOf('game-match-event').flatMap(({ ticketIds }) => ticketIds));
      for (const ticket of tickets) expect([requested.has(ticket), heard.has(ticket)]).toEqual([true, true]);
    });
  });
});

const EXAMPLE = '1-5759e988-bd862e3fe1be46a994272793';
const page = readFileSync(new URL('../../../../docs/traces.md', import.meta.url), 'utf8');
const QUERY = /```insights\n([^]+?)\n```/.exec(page)?.[1] ?? '';

function bucketOf(name: 'Thumbnails' | 'Photos', output: RegExp): string {
  return Object.entries(places[name]).find(([key]) => output.test(key))?.[1] ?? '';
}

const w3cOf = (root: string) => `00-${root.slice(2).replace('-', '')}-53995c3f42cd8ad8-01`;
