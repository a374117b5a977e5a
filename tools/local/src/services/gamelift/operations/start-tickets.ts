import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { operation } from '../../../gateway/json-service.ts';
import { invalidRequest } from '../errors.ts';
import { findConfiguration, findRuleSet } from '../game-resources.ts';
import type { Matchmaking } from '../matchmaking.ts';
import { newPlayer, readPlayers, seatedPlayer } from '../players.ts';
import { configurationName, ticketId, wireTicket } from './wire-ticket.ts';

const request = { ConfigurationName: configurationName, TicketId: ticketId.optional() };
const matchmaking = z.strictObject({ ...request, Players: z.array(newPlayer).min(1).max(10) });
const backfill = z.strictObject({
  ...request,
  Players: z.array(seatedPlayer).min(1).max(199),
  GameSessionArn: z.string().min(1).max(256).optional(),
});

/**
 * https://docs.aws.amazon.com/gameliftservers/latest/apireference/API_StartMatchmaking.html
 * An attribute that the rule set does not name is taken and has no effect, which AWS does not say. One that is missing
 * and has no default is no error: the ticket is never matched.
 */
const startMatchmaking = operation(matchmaking, (context: Matchmaking, input) => {
  const configuration = findConfiguration(context.resources, input.ConfigurationName);
  const { ruleSet } = findRuleSet(context.resources, configuration.ruleSetName);
  const players = readPlayers(input.Players, ruleSet);
  const ticket = { ticketId: input.TicketId || randomUUID(), startTime: context.clock.now(), players };
  context.enter(configuration, ticket);
  return { MatchmakingTicket: wireTicket(ticket.ticketId, context) };
});

/** https://docs.aws.amazon.com/gameliftservers/latest/apireference/API_StartMatchBackfill.html */
const startMatchBackfill = operation(backfill, (context: Matchmaking, input) => {
  const configuration = findConfiguration(context.resources, input.ConfigurationName);
  const { ruleSet } = findRuleSet(context.resources, configuration.ruleSetName);
  const { GameSessionArn: gameSessionArn } = input;
  if (configuration.mode === 'WITH_QUEUE' && gameSessionArn === undefined)
    throw invalidRequest('GameSessionArn is required: the configuration places games by a queue.');
  const players = readPlayers(input.Players, ruleSet);
  const teams = new Set(ruleSet.versions[0].teams.map(({ name }) => name));
  const lost = players.find(({ team }) => team === undefined || !teams.has(team));
  if (lost) throw invalidRequest(`The rule set has no team ${lost.team}.`);
  const startTime = context.clock.now();
  const ticket = { ticketId: input.TicketId || randomUUID(), startTime, players, backfill: true };
  context.enter(configuration, ticket, gameSessionArn);
  return { MatchmakingTicket: wireTicket(ticket.ticketId, context) };
});

export const START_OPERATIONS = {
  StartMatchmaking: startMatchmaking,
  StartMatchBackfill: startMatchBackfill,
};
