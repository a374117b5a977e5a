import type { RuleSet } from '@hanok/matchmaking';
import type { Clock } from '../../clock.ts';
import { notFound } from './errors.ts';

export type MatchmakingRuleSet = {
  name: string;
  arn: string;
  /** As it was given. */
  body: string;
  ruleSet: RuleSet;
  createdAt: number;
};

export type Configuration = {
  name: string;
  arn: string;
  description?: string | undefined;
  ruleSetName: string;
  requestTimeoutSeconds: number;
  acceptanceRequired: boolean;
  acceptanceTimeoutSeconds?: number | undefined;
  mode: 'STANDALONE' | 'WITH_QUEUE';
  queueArns: readonly string[];
  additionalPlayerCount?: number | undefined;
  gameProperties: readonly { Key: string; Value: string }[];
  gameSessionData?: string | undefined;
  /** ARN of the topic that is told every event. */
  notificationTarget?: string | undefined;
  customEventData?: string | undefined;
  createdAt: number;
};

export type GameSessionQueue = {
  name: string;
  arn: string;
  timeoutInSeconds: number;
  destinations: readonly string[];
  customEventData?: string | undefined;
  createdAt: number;
};

/** What templates make of GameLift, by name. */
export type GameResources = {
  ruleSets: Map<string, MatchmakingRuleSet>;
  configurations: Map<string, Configuration>;
  queues: Map<string, GameSessionQueue>;
};

/** What the resource types use. */
export type GameLiftUses = { resources: GameResources; clock: Pick<Clock, 'now'> };

/** Throws `NotFoundException`. */
export function findConfiguration({ configurations }: GameResources, nameOrArn: string): Configuration {
  const name = nameInArn(nameOrArn);
  const found = configurations.get(name);
  if (found && (name === nameOrArn || found.arn === nameOrArn)) return found;
  throw notFound(`Matchmaking configuration ${nameOrArn} does not exist.`);
}

/** Throws `NotFoundException`. */
export function findRuleSet({ ruleSets }: GameResources, nameOrArn: string): MatchmakingRuleSet {
  const name = nameInArn(nameOrArn);
  const found = ruleSets.get(name);
  if (found && (name === nameOrArn || found.arn === nameOrArn)) return found;
  throw notFound(`Matchmaking rule set ${nameOrArn} does not exist.`);
}

/** The name at the end of an ARN such as `…:matchmakingconfiguration/NAME`; a name itself as it is. */
export function nameInArn(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}
