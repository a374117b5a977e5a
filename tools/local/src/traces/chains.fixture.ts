import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { startLocalSite } from '../demo/local-site.ts';
import { generatedPhoto } from '../demo/picture-clients.ts';
import { talk } from '../stack/chat-stack.fixture.ts';
import { clientConfig } from '../stack/gomoku-stack.fixture.ts';
import { startStack } from '../stack/start-stack.ts';
import { signIn } from '../stack/wild-rydes-stack.fixture.ts';

/** Tickets do not time out within the spec. */
const CLOCK_SPEED = 5;
/** Each has a talker of its own: one connection alone would send faster than a chat lets it. */
const ROOMS = Array.from({ length: 8 }, (_, index) => `room-${index}`);
const PICKUP = { Latitude: 47.6174755835663, Longitude: -122.28837066650185 };

const outputs = z.object({
  Gomoku: z.object({ GameResultQueueUrl: z.string() }),
  WildRydes: z.object({ RideApiUrl: z.string(), UserPoolId: z.string(), UserPoolClientId: z.string() }),
  Thumbnails: z.object({ ImagesBucketName: z.string() }),
  Photos: z.object({ PhotosBucketName: z.string() }),
  Training: z.object({ TrainingApiUrl: z.string(), TrainingStateMachineArn: z.string() }),
  Crawler: z.object({ CrawlApiUrl: z.string() }),
  Draw: z.object({ DrawApiUrl: z.string() }),
  Matchmaking: z.object({ MatchApiUrl: z.string() }),
  Chat: z.object({
    ...{ ChatUrl: z.string(), ChatTicketUrl: z.string() },
    ...{ ChatUserPoolId: z.string(), ChatUserPoolClientId: z.string() },
  }),
});

/** Sends the thing of a system that enters with `marker`, a text that no other has; answers an id of its trace. */
type Send = (marker: string) => Promise<string>;

/** Every stack on a free port, and what enters each system. */
export async function startChains() {
  const site = await startLocalSite();
  const { parameters } = site;
  const stack = await startStack({ assembly: assemblyFolder, parameters, port: 0, clockSpeed: CLOCK_SPEED });
  const { Gomoku, WildRydes, Thumbnails, Photos, Training, Crawler, Draw, Matchmaking, Chat } = outputs.parse(
    stack.outputs,
  );
  const config = clientConfig(stack.url);
  const [sqs, s3, states] = [new SQSClient(config), new S3Client(config), new SFNClient(config)];
  const users = new CognitoIdentityProviderClient(config);
  const photo = await generatedPhoto(64, 32);
  const { idToken: rider } = await signIn(users, WildRydes, 'rider');
  const talkers = await Promise.all(ROOMS.map((room) => openTalker(users, Chat, room)));

  const upload = async (Bucket: string, Key: string) =>
    (await s3.send(new PutObjectCommand({ Bucket, Key, Body: photo }))).$metadata.requestId ?? '';
  const systems: Record<string, Send> = {
    result: async (PlayerName) => {
      const MessageBody = JSON.stringify({ PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff: 100 });
      const { GameResultQueueUrl: QueueUrl } = Gomoku;
      return (await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))).MessageId ?? '';
    },
    // One after another, as unicorns are few. The rider's client says that all requests of a ride are of one trace.
    ride: inTurn(async (marker) => {
      const trace = Buffer.from(marker.padEnd(16, '-')).toString('hex');
      const headers = { Authorization: rider, traceparent: `00-${trace}-0000000000000001-01` };
      const body = { PickupLocation: PICKUP, marker };
      const { answer } = await post(`${WildRydes.RideApiUrl}ride`, body, headers);
      const { RideId } = z.object({ RideId: z.string() }).parse(answer);
      await post(`${WildRydes.RideApiUrl}rides/${RideId}/complete`, undefined, headers);
      return trace;
    }),
    thumbnail: (marker) => upload(Thumbnails.ImagesBucketName, `사진/${marker} a+b.jpg`),
    photo: (marker) => upload(Photos.PhotosBucketName, `사진/${marker} a+b.jpg`),
    training: async (Player) =>
      (await post(`${Training.TrainingApiUrl}training`, { TraningType: '미드필더', Player })).id,
    execution: async (Player) => {
      const { TrainingStateMachineArn: stateMachineArn } = Training;
      const input = JSON.stringify({ TraningType: '미드필더', Player });
      return (await states.send(new StartExecutionCommand({ stateMachineArn, input }))).executionArn ?? '';
    },
    crawl: async (marker) =>
      (await post(`${Crawler.CrawlApiUrl}crawl`, { url: `http://${site.host}/?${marker}` })).id,
    draw: async (marker) => (await post(`${Draw.DrawApiUrl}draw?${marker}`)).id,
    match: async (PlayerName) =>
      (await post(`${Matchmaking.MatchApiUrl}matchrequest`, { PlayerName, PlayerPass: 'guess it' })).id,
    chat: async (clientId) => {
      const talker = talkers.shift();
      if (talker === undefined)
        throw new Error('There are fewer talkers than things that are sent at a time');
      const { socket, room } = talker;
      await socket.ask({ action: 'message', room, clientId, text: `of ${clientId}` }, { type: 'ack' });
      talkers.push(talker);
      return clientId;
    },
  };
  // The first ride puts the unicorns.
  await systems['ride']?.('the-first-ride');
  return {
    ...{ url: stack.url, systems, idle: stack.idle, calls: stack.calls },
    stop: async () => {
      for (const { socket } of talkers) socket.socket.close();
      for (const client of [sqs, s3, states, users]) client.destroy();
      await stack.stop();
      site.stop();
    },
  };
}

type ChatOutputs = z.infer<typeof outputs>['Chat'];

/** A signed-in user in a room. */
async function openTalker(users: CognitoIdentityProviderClient, chat: ChatOutputs, room: string) {
  const pool = { UserPoolId: chat.ChatUserPoolId, UserPoolClientId: chat.ChatUserPoolClientId };
  const { idToken } = await signIn(users, pool, `talker-of-${room}`);
  const { answer } = await post(chat.ChatTicketUrl, undefined, { Authorization: idToken });
  const { Ticket } = z.object({ Ticket: z.string() }).parse(answer);
  const socket = await talk(`${chat.ChatUrl}?ticket=${Ticket}`);
  await socket.ask({ action: 'join', room }, { type: 'joined' });
  return { socket, room };
}

function inTurn(send: Send): Send {
  let last: Promise<unknown> = Promise.resolve();
  return (marker) => {
    const sent = last.then(() => send(marker));
    last = sent.catch(() => undefined);
    return sent;
  };
}

/** GET without a body; POST with one. Answers the request id, and throws for a refusal. */
async function post(url: string, body?: object, headers: Record<string, string> = {}) {
  const isPost = body !== undefined || /complete$|tickets$/.test(url);
  const response = await fetch(url, {
    ...{ method: isPost ? 'POST' : 'GET', headers: { 'content-type': 'application/json', ...headers } },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return { id: response.headers.get('x-amzn-requestid') ?? '', answer: JSON.parse(text) as unknown };
}
