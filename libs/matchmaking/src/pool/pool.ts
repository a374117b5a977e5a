import type { Match } from '../matchmaker/form-matches.ts';
import type { RuleMetric } from '../matchmaker/rule-metrics.ts';
import type { Ticket } from '../matchmaker/ticket.ts';
import type { RuleSet } from '../rule-set/rule-set.ts';

/** A match whose players are asked whether they want to play it. */
export type Proposal = {
  readonly matchId: string;
  readonly match: Match;
  /** Without an answer of all until then it ends; milliseconds since 1970. */
  readonly until: number;
  /** By player; those of a backfill play already and are not asked. */
  readonly answers: Readonly<Record<string, Acceptance>>;
};

/** A player's answer to a proposed match. */
export type Acceptance = 'ACCEPT' | 'REJECT';

/** The tickets of one configuration. It is plain data: what is stored as JSON and read again goes on. */
export type Pool = {
  /** In the order in which they came; `isSearching` is false before their first round, where AWS says QUEUED. */
  readonly waiting: readonly { readonly ticket: Ticket; readonly isSearching: boolean }[];
  readonly proposals: readonly Proposal[];
};

/** A pool before its first ticket. */
export const EMPTY_POOL: Pool = { waiting: [], proposals: [] };

/** A rule set with the limits of the configuration that uses it. */
export type MatchmakingRules = {
  readonly ruleSet: RuleSet;
  readonly requestTimeoutSeconds: number;
  /** Players are asked, and have so long to answer; without it, no player is asked. */
  readonly acceptanceTimeoutSeconds?: number | undefined;
};

/** What happened, named as FlexMatch names its events; `MatchReady` is the match that now gets its game session. */
export type PoolEvent =
  | { readonly type: 'MatchmakingSearching'; readonly tickets: readonly Ticket[] }
  | {
      readonly type: 'PotentialMatchCreated';
      readonly matchId: string;
      readonly match: Match;
      readonly acceptanceRequired: boolean;
      readonly acceptanceTimeout?: number | undefined;
    }
  | { readonly type: 'AcceptMatch'; readonly proposal: Proposal }
  | {
      readonly type: 'AcceptMatchCompleted';
      readonly proposal: Proposal;
      readonly acceptance: 'Accepted' | 'Rejected' | 'TimedOut';
    }
  | { readonly type: 'MatchReady'; readonly matchId: string; readonly match: Match }
  | {
      readonly type: 'MatchmakingTimedOut';
      readonly tickets: readonly Ticket[];
      readonly ruleEvaluationMetrics: readonly RuleMetric[];
    }
  | {
      readonly type: 'MatchmakingCancelled';
      readonly tickets: readonly Ticket[];
      readonly cause: 'request' | 'replaced' | 'acceptance';
      readonly matchId?: string | undefined;
      readonly ruleEvaluationMetrics: readonly RuleMetric[];
    };

/** The pool after something happened, and what there is to tell. */
export type Step = { readonly pool: Pool; readonly events: readonly PoolEvent[] };
