import type { MatchTicket, Pairs, PairTimeline } from '@hanok/console';
import { type RuleSet, type Ticket, timeline } from '@hanok/matchmaking';
import {
  type Configuration,
  findConfiguration,
  findRuleSet,
} from '../../services/gamelift/game-resources.ts';
import type { MatchmakingView } from '../../services/gamelift/told-events.ts';
import type { StoredTicket } from '../../services/gamelift/stored-rows.ts';

/** The oldest tickets that wait in a configuration, each compared with each other one. */
export function comparePairs({ resources, tickets }: MatchmakingView, name: string, limit: number): Pairs {
  const rules = rulesOf(resources, name);
  const waiting = tickets()
    .filter(({ configuration, status }) => configuration === name && WAITING.has(status))
    .map(({ ticket }) => ticket);
  const compared = waiting.slice(0, limit);
  return {
    waiting: waiting.length,
    tickets: compared.map(({ ticketId, players }) => ({
      ticketId,
      players: players.map(({ playerId }) => playerId),
    })),
    pairs: compared.flatMap((a, index) => compared.slice(index + 1).map((b) => pairOf(rules, a, b))),
  };
}

const WAITING: ReadonlySet<string> = new Set(['QUEUED', 'SEARCHING']);

type Rules = { ruleSet: RuleSet; configuration: Configuration };

function rulesOf(resources: MatchmakingView['resources'], name: string): Rules {
  const configuration = findConfiguration(resources, name);
  return { configuration, ruleSet: findRuleSet(resources, configuration.ruleSetName).ruleSet };
}

function pairOf({ ruleSet, configuration }: Rules, a: Ticket, b: Ticket): Pairs['pairs'][number] {
  const { meets } = timeline(ruleSet, a, b, configuration);
  const { verdict, seconds } = meets?.explanation ?? {};
  const ids = { a: a.ticketId, b: b.ticketId };
  if (meets === undefined || seconds === undefined || verdict === undefined || verdict === 'no') return ids;
  return { ...ids, meets: { at: meets.at, seconds, verdict } };
}

/** What becomes of two tickets at each step of the rules; those of the first one's configuration count. */
export function timelineOf({ resources }: MatchmakingView, a: StoredTicket, b: StoredTicket): PairTimeline {
  const { ruleSet, configuration } = rulesOf(resources, a.configuration);
  const { entries, meets } = timeline(ruleSet, a.ticket, b.ticket, configuration);
  return {
    a: wireTicket(a),
    b: wireTicket(b),
    ...(meets && { meetsAt: meets.at }),
    entries: entries.map(({ at, seconds, explanation: { verdict, rules, lines } }) => ({
      ...{ at, seconds, verdict },
      lines: [...lines],
      rules: rules.map(({ rule, type, holds, measured, judged, by, passes }) => ({
        ...{ rule, type, holds, measured, judged, by },
        ...(passes && { passes: { seconds: passes.seconds, steps: [...passes.steps] } }),
      })),
    })),
  };
}

export function wireTicket({ ticket, configuration, status, ...stored }: StoredTicket): MatchTicket {
  const { endTime, reason, message } = stored;
  return {
    ...{ ticketId: ticket.ticketId, configuration, status, startTime: ticket.startTime },
    ...{ endTime, reason, message, isBackfill: ticket.backfill === true },
    players: ticket.players.map(({ playerId, attributes, latency, team }) => ({
      ...{ playerId, attributes, latency: { ...latency }, team },
    })),
  };
}
