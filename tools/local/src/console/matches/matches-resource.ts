import {
  matchQuery,
  type MatchState,
  matchState,
  pairQuery,
  pairs,
  pairTickets,
  pairTimeline,
} from '@hanok/console';
import { findRuleSet } from '../../services/gamelift/game-resources.ts';
import type { MatchmakingView } from '../../services/gamelift/told-events.ts';
import { ConsoleError, consoleOperation, type ConsoleResource } from '../console-operation.ts';
import { comparePairs, timelineOf, wireTicket } from './compare-pairs.ts';

type Context = { matchmaking: MatchmakingView };

/** The tickets of matchmaking, and who of them matches whom; `match` among the changes tells of an event. */
export const matchesResource: ConsoleResource<Context> = [
  consoleOperation({
    method: 'GET',
    path: '/matches',
    summary: 'The configurations of matchmaking, their tickets, and the latest events.',
    input: matchQuery,
    answer: matchState,
    run: ({ matchmaking }: Context, { text }) => stateOf(matchmaking, text),
  }),
  consoleOperation({
    method: 'GET',
    path: '/matches/pairs/{a}/{b}',
    summary: 'When two tickets may be in one match: what each rule measures, needs and lacks at each step.',
    input: pairTickets,
    answer: pairTimeline,
    run: ({ matchmaking }: Context, { a, b }) =>
      timelineOf(matchmaking, find(matchmaking, a), find(matchmaking, b)),
  }),
  consoleOperation({
    method: 'GET',
    path: '/matches/{configuration}/pairs',
    summary: 'For each two of the tickets that wait: when they may first be in one match.',
    input: pairQuery,
    answer: pairs,
    run: ({ matchmaking }: Context, { configuration, limit }) => {
      if (!matchmaking.resources.configurations.has(configuration))
        throw new ConsoleError(404, `There is no matchmaking configuration ${configuration}`);
      return comparePairs(matchmaking, configuration, limit);
    },
  }),
];

function stateOf({ resources, tickets, told }: MatchmakingView, text = ''): MatchState {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (found: readonly string[]) => {
    const shown = found.join(' ').toLowerCase();
    return words.every((word) => shown.includes(word));
  };
  const all = tickets().map(wireTicket);
  return {
    configurations: [...resources.configurations.values()].map((configuration) => {
      const { name, ruleSetName, requestTimeoutSeconds, acceptanceRequired } = configuration;
      const { body: ruleSetBody } = findRuleSet(resources, ruleSetName);
      return { name, ruleSetName, ruleSetBody, requestTimeoutSeconds, acceptanceRequired };
    }),
    tickets: all.filter(({ ticketId, configuration, status, players }) =>
      matches([ticketId, configuration, status, ...players.map(({ playerId }) => playerId)]),
    ),
    kept: all.length,
    events: told
      .list()
      .filter(({ type, ticketIds, players, configuration }) =>
        matches([type, configuration, ...ticketIds, ...players]),
      ),
  };
}

function find({ find: known }: MatchmakingView, ticketId: string) {
  const found = known(ticketId);
  if (found === undefined)
    throw new ConsoleError(404, `There is no ticket ${ticketId}: it never was, or ended an hour ago`);
  return found;
}
