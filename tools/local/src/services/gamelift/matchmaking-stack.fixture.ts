import { setImmediate } from 'node:timers/promises';
import { GameLiftClient } from '@aws-sdk/client-gamelift';
import { SubscribeCommand } from '@aws-sdk/client-sns';
import { clientSettings } from '@hanok/testing';
import type { Clock } from '../../clock.ts';
import { serveService } from '../../gateway/serve-service.fixture.ts';
import type { Json } from '../../template/template.ts';
import { startSns } from '../sns/sns-stack.fixture.ts';
import { callsOf } from './calls.fixture.ts';
import type { GameResources } from './game-resources.ts';
import { gameLiftService } from './gamelift-service.ts';
import { createMatchmaking } from './matchmaking.ts';
import { openMatchmakingStore } from './matchmaking-store.ts';
import type { GameServers } from './placement/game-servers.ts';
import { gameSessionQueue } from './resources/game-session-queue.ts';
import { matchmakingConfiguration } from './resources/matchmaking-configuration.ts';
import { matchmakingRuleSet } from './resources/matchmaking-rule-set.ts';
import { startRounds } from './rounds.ts';
import { createTeller } from './tell-event.ts';

const PLACE = { region: 'us-east-1', accountId: '000000000000' };
export const START = Date.parse('2026-11-01T09:00:00.000Z');
const ARN = 'arn:aws:gamelift:us-east-1:000000000000:';
export const TOPIC = 'arn:aws:sns:us-east-1:000000000000:match-topic';
export const QUEUE = `${ARN}gamesessionqueue/games`;

/** Nothing is ever placed. */
const NO_GAME_SERVERS: GameServers = { place: async () => undefined };

/** Blue against red, one each, whose scores are at most 300 from the middle, and from 10 s on 500. */
export const RULE_SET = JSON.stringify({
  ruleLanguageVersion: '1.0',
  playerAttributes: [{ name: 'score', type: 'number', default: 1000 }],
  teams: ['blue', 'red'].map((name) => ({ name, minPlayers: 1, maxPlayers: 1 })),
  rules: [
    {
      ...{ name: 'FairTeamSkill', type: 'distance', maxDistance: 300 },
      measurements: ['avg(teams[*].players.attributes[score])'],
      referenceValue: 'avg(flatten(teams[*].players.attributes[score]))',
    },
  ],
  expansions: [{ target: 'rules[FairTeamSkill].maxDistance', steps: [{ waitTimeSeconds: 10, value: 500 }] }],
});

/** A clock that stands still until a spec moves it. */
function createManualClock(at: number) {
  let now = at;
  const sleeping = new Set<{ until: number; wake(): void }>();
  const clock: Clock = {
    speed: 1,
    now: () => now,
    timeAt: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const stop = () => reject(signal?.reason);
        if (signal?.aborted) return stop();
        const sleeper = {
          until: now + ms,
          wake: () => {
            sleeping.delete(sleeper);
            signal?.removeEventListener('abort', stop);
            resolve();
          },
        };
        sleeping.add(sleeper);
        signal?.addEventListener('abort', stop, { once: true });
      }),
  };
  /** So many seconds pass, one by one. */
  async function pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      now += 1000;
      for (const each of sleeping) if (each.until <= now) each.wake();
      await setImmediate();
    }
  }
  return { clock, pass };
}

type Given = {
  /** The file of the tickets; in memory by default. */
  path?: string;
  at?: number;
  servers?: GameServers;
  /** Properties of the configuration `duel`, beside those of every one. */
  configuration?: Record<string, Json>;
  ruleSet?: string;
};

/** Topic, queue and their gateway, which several runs of a matchmaking can share. */
export async function startTopic() {
  const sns = await startSns();
  sns.templates.putTopic('match-topic', {});
  sns.publisher.start();
  const queue = await sns.addQueue('heard');
  await sns.client.send(
    new SubscribeCommand({
      ...{ TopicArn: TOPIC, Protocol: 'sqs', Endpoint: queue.arn },
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );
  const statement = {
    ...{ Effect: 'Allow', Action: 'sns:Publish', Resource: TOPIC },
    Principal: { Service: 'gamelift.amazonaws.com' },
    Condition: {
      StringEquals: { 'aws:SourceAccount': PLACE.accountId },
      ArnLike: { 'aws:SourceArn': `${ARN}matchmakingconfiguration/duel` },
    },
  };
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  sns.templates.putPolicy(TOPIC, policy);
  return {
    sns,
    /** Every event that came to the queue since the last call, in the order of its making. */
    heard: async () => {
      await sns.settled();
      const events: MatchEvent[] = [];
      for (let some = await queue.take(); some.length > 0; some = await queue.take())
        events.push(...some.map(({ body }): MatchEvent => JSON.parse(body)));
      return events;
    },
    stop: sns.stop,
  };
}

type MatchEvent = {
  time: string;
  resources: string[];
  detail: { type: string; tickets: { ticketId: string; players: object[] }[]; [field: string]: unknown };
};

/** The matchmaking of the configuration `duel` before a real client, on a clock that a spec moves. */
export async function startMatchmaking(given: Given = {}, topic?: Awaited<ReturnType<typeof startTopic>>) {
  const { clock, pass } = createManualClock(given.at ?? START);
  const resources: GameResources = { ruleSets: new Map(), configurations: new Map(), queues: new Map() };
  const store = openMatchmakingStore(given.path ?? ':memory:');
  const [notices, told]: [string[], MatchEvent[]] = [[], []];
  const onNotice = (text: string) => void notices.push(text);
  const bus: Parameters<Parameters<typeof createTeller>[0]['putEvent']>[0][] = [];
  const publish = (...call: Parameters<Parameters<typeof createTeller>[0]['publish']>) => {
    told.push(JSON.parse(call[2].message));
    topic?.sns.topics.publishAsService(...call);
  };
  const tell = createTeller({ account: PLACE, publish, putEvent: (event) => void bus.push(event), onNotice });
  const matchmaking = createMatchmaking({ account: PLACE, clock, resources, store, tell });
  const make = async (type: typeof matchmakingRuleSet, properties: Record<string, Json>) =>
    type.create(
      properties,
      { stackName: 'S', logicalId: 'R', place: { ...PLACE, gatewayUrl: '' }, zipFile: () => '' },
      { resources, clock },
    );
  await make(gameSessionQueue, { Name: 'games', TimeoutInSeconds: 10 });
  await make(matchmakingRuleSet, { Name: 'rules', RuleSetBody: given.ruleSet ?? RULE_SET });
  await make(matchmakingConfiguration, {
    ...{ Name: 'duel', RuleSetName: 'rules', RequestTimeoutSeconds: 60, AcceptanceRequired: false },
    ...{ FlexMatchMode: 'STANDALONE', NotificationTarget: TOPIC, CustomEventData: 'foo' },
    ...given.configuration,
  });
  const server = await serveService(gameLiftService(matchmaking));
  const client = new GameLiftClient({ ...clientSettings(server.url), maxAttempts: 1 });
  const rounds = startRounds({
    ...{ matchmaking, clock, onNotice },
    servers: given.servers ?? NO_GAME_SERVERS,
  });
  return {
    ...callsOf(client),
    inFlight: rounds.inFlight,
    ...{ url: server.url, client, pass, make, notices, resources, bus },
    /** Every event since the last call, as it was told. */
    told: () => told.splice(0),
    stop: async () => {
      await rounds.stop();
      client.destroy();
      await server.close();
      store.close();
    },
  };
}

export type MatchmakingStack = Awaited<ReturnType<typeof startMatchmaking>>;
