import { lintRuleSet } from '@hanok/matchmaking';

/**
 * Two teams of one. The first rule compares each team with the average of both, so that 300 lets players match who are 600
 * apart; the second cannot fail while each team has one player. The seconds of an expansion count from the younger of two
 * tickets.
 */
const GOMOKU_RULE_SET = {
  name: 'GomokuRuleSet',
  ruleLanguageVersion: '1.0',
  playerAttributes: [{ name: 'score', type: 'number', default: 1000 }],
  teams: [
    { name: 'blue', minPlayers: 1, maxPlayers: 1 },
    { name: 'red', minPlayers: 1, maxPlayers: 1 },
  ],
  rules: [
    {
      name: 'FairTeamSkill',
      description: 'No team is further from the average of both than this',
      type: 'distance',
      measurements: ['avg(teams[*].players.attributes[score])'],
      referenceValue: 'avg(flatten(teams[*].players.attributes[score]))',
      maxDistance: 300,
    },
    {
      name: 'EqualTeamSizes',
      description: 'Both teams have the same number of players',
      type: 'comparison',
      measurements: ['count(teams[blue].players)'],
      referenceValue: 'count(teams[red].players)',
      operation: '=',
    },
  ],
  expansions: [
    {
      target: 'rules[FairTeamSkill].maxDistance',
      steps: [
        { waitTimeSeconds: 10, value: 500 },
        { waitTimeSeconds: 20, value: 800 },
        { waitTimeSeconds: 30, value: 1000 },
      ],
    },
  ],
};

/** An error that the linter of rule sets finds in this one; `message` holds all of them. */
class RuleSetRefusedError extends Error {
  override readonly name = 'RuleSetRefusedError';
}

/**
 * The rule set as JSON text, for a configuration with this timeout. Throws `RuleSetRefusedError` with the errors that the
 * parser and the linter of rule sets find in it, so that no template has a wrong one.
 */
export function gomokuRuleSetBody(requestTimeoutSeconds: number): string {
  const body = JSON.stringify(GOMOKU_RULE_SET);
  const found = lintRuleSet(body, { requestTimeoutSeconds, sentAttributes: ['score'] });
  const errors = found.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return body;
  throw new RuleSetRefusedError(errors.map(({ path, message }) => `${path}: ${message}`).join('; '));
}
