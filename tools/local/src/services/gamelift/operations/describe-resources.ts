import { parseRuleSet, RuleSetError } from '@hanok/matchmaking';
import * as z from 'zod';
import { operation } from '../../../gateway/json-service.ts';
import { invalidRequest, notFound } from '../errors.ts';
import {
  type Configuration,
  findRuleSet,
  type GameSessionQueue,
  type MatchmakingRuleSet,
  nameInArn,
} from '../game-resources.ts';
import type { Matchmaking } from '../matchmaking.ts';
import { configurationName, ruleSetName } from './wire-ticket.ts';

const paging = (most: number) => ({
  Limit: z.int().min(1).max(most).default(most),
  NextToken: z.string().min(1).max(1024).optional(),
});
const configurations = z.strictObject({
  Names: z.array(configurationName).max(10).optional(),
  RuleSetName: ruleSetName.optional(),
  ...paging(10),
});
const ruleSets = z.strictObject({ Names: z.array(ruleSetName).min(1).max(10).optional(), ...paging(10) });
const queues = z.strictObject({ Names: z.array(z.string().min(1).max(256)).optional(), ...paging(50) });
const body = z.strictObject({ RuleSetBody: z.string().min(1).max(65_535) });

/** Operations on what templates make. */
export const RESOURCE_OPERATIONS = {
  ValidateMatchmakingRuleSet: operation(body, (_: Matchmaking, { RuleSetBody }) => {
    try {
      parseRuleSet(RuleSetBody);
      return { Valid: true };
    } catch (error) {
      if (error instanceof RuleSetError) throw invalidRequest(error.message);
      throw error;
    }
  }),
  /** Leaves out names that are not there. */
  DescribeMatchmakingConfigurations: operation(configurations, ({ resources }: Matchmaking, input) => {
    const all = [...resources.configurations.values()];
    const { Names, RuleSetName } = input;
    const found = (Names && Names.length > 0 ? named(all, Names) : all).filter(
      ({ ruleSetName: name }) => RuleSetName === undefined || name === nameInArn(RuleSetName),
    );
    const { items, ...next } = page(found, input);
    return {
      Configurations: items.map((one) => wireConfiguration(one, findRuleSet(resources, one.ruleSetName).arn)),
      ...next,
    };
  }),
  DescribeMatchmakingRuleSets: operation(ruleSets, ({ resources }: Matchmaking, input) => {
    const all = [...resources.ruleSets.values()];
    const { items, ...next } = page(input.Names ? allNamed(all, input.Names) : all, input);
    return { RuleSets: items.map(wireRuleSet), ...next };
  }),
  DescribeGameSessionQueues: operation(queues, ({ resources }: Matchmaking, input) => {
    const all = [...resources.queues.values()];
    const { Names = [] } = input;
    const { items, ...next } = page(Names.length > 0 ? allNamed(all, Names) : all, input);
    return { GameSessionQueues: items.map(wireQueue), ...next };
  }),
};

type Named = { name: string; arn: string };

function named<One extends Named>(all: readonly One[], names: readonly string[]): One[] {
  return all.filter(({ name, arn }) => names.includes(name) || names.includes(arn));
}

/** Throws `NotFoundException` for a name that is not there. */
function allNamed<One extends Named>(all: readonly One[], names: readonly string[]): One[] {
  const missing = names.find((each) => named(all, [each]).length === 0);
  if (missing !== undefined) throw notFound(`${missing} does not exist.`);
  return named(all, names);
}

function page<Item>(
  all: readonly Item[],
  { NextToken = '0', Limit }: { NextToken?: string | undefined; Limit: number },
) {
  const from = /^\d{1,9}$/.test(NextToken) ? Number(NextToken) : undefined;
  if (from === undefined) throw invalidRequest('The NextToken is invalid.');
  const to = from + Limit;
  return { items: all.slice(from, to), ...(to < all.length ? { NextToken: String(to) } : {}) };
}

function wireConfiguration(one: Configuration, RuleSetArn: string): object {
  return {
    Name: one.name,
    ConfigurationArn: one.arn,
    ...(one.description !== undefined && { Description: one.description }),
    ...(one.mode === 'WITH_QUEUE' && { GameSessionQueueArns: one.queueArns }),
    RequestTimeoutSeconds: one.requestTimeoutSeconds,
    ...(one.acceptanceTimeoutSeconds !== undefined && {
      AcceptanceTimeoutSeconds: one.acceptanceTimeoutSeconds,
    }),
    AcceptanceRequired: one.acceptanceRequired,
    ...{ RuleSetName: one.ruleSetName, RuleSetArn },
    ...(one.notificationTarget !== undefined && { NotificationTarget: one.notificationTarget }),
    ...(one.additionalPlayerCount !== undefined && { AdditionalPlayerCount: one.additionalPlayerCount }),
    ...(one.customEventData !== undefined && { CustomEventData: one.customEventData }),
    CreationTime: one.createdAt / 1000,
    ...(one.gameProperties.length > 0 && { GameProperties: one.gameProperties }),
    ...(one.gameSessionData !== undefined && { GameSessionData: one.gameSessionData }),
    BackfillMode: 'MANUAL',
    FlexMatchMode: one.mode,
  };
}

function wireRuleSet({ name, arn, body: RuleSetBody, createdAt }: MatchmakingRuleSet): object {
  return { RuleSetName: name, RuleSetArn: arn, RuleSetBody, CreationTime: createdAt / 1000 };
}

function wireQueue({ name, arn, timeoutInSeconds, destinations, customEventData }: GameSessionQueue): object {
  return {
    ...{ Name: name, GameSessionQueueArn: arn, TimeoutInSeconds: timeoutInSeconds },
    Destinations: destinations.map((DestinationArn) => ({ DestinationArn })),
    ...(customEventData !== undefined && { CustomEventData: customEventData }),
  };
}
