export { RuleSetError } from './errors.ts';
export { explain } from './explain/explain.ts';
export type { Explanation, RuleExplanation, TeamExplanation } from './explain/explanation.ts';
export { type Timeline, timeline, type TimelineEntry } from './explain/timeline.ts';
export type { Finding } from './lint/finding.ts';
export { type LintOptions, lintRuleSet } from './lint/lint-rule-set.ts';
export { formMatches, type Match, type Moment } from './matchmaker/form-matches.ts';
export type { RuleMetric } from './matchmaker/rule-metrics.ts';
export type { AttributeValue, Player, Ticket } from './matchmaker/ticket.ts';
export { answerMatch } from './pool/acceptance.ts';
export { advance } from './pool/advance.ts';
export { enterPool, leavePool, returnToPool } from './pool/enter-pool.ts';
export {
  type Acceptance,
  EMPTY_POOL,
  type MatchmakingRules,
  type Pool,
  type PoolEvent,
  type Proposal,
  type Step,
} from './pool/pool.ts';
export { createPasswords } from './players/password-hash.ts';
export { createSignIn } from './players/sign-in.ts';
export { parseRuleSet } from './rule-set/parse-rule-set.ts';
export type { RuleSet } from './rule-set/rule-set.ts';
export { createMatchService } from './store/match-service.ts';
export { MATCH_TICKET_TABLE, PLAYER_SECRET_TABLE } from './tables/definitions.ts';
export { createMatchTicketTable } from './tables/match-ticket-table.ts';
export { createPlayerAccountTable } from './tables/player-account-table.ts';
export { countMatches } from './tickets/count-matches.ts';
export { flexMatchEvent, type FlexMatchDetail, type FlexMatchEvent } from './tickets/flexmatch-event.ts';
export { followTickets } from './tickets/follow-tickets.ts';
export { readMatchStatus } from './tickets/read-match-status.ts';
export { requestMatch } from './tickets/request-match.ts';
