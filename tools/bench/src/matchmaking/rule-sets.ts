const fair = {
  name: 'FairTeamSkill',
  type: 'distance',
  measurements: ['avg(teams[*].players.attributes[score])'],
  referenceValue: 'avg(flatten(teams[*].players.attributes[score]))',
  maxDistance: 300,
};
const parts = {
  ruleLanguageVersion: '1.0',
  playerAttributes: [{ name: 'score', type: 'number', default: 1000 }],
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
const teamsOf = (players: number) =>
  ['blue', 'red'].map((name) => ({ name, minPlayers: players, maxPlayers: players }));

/** One against one, at most 600 apart. */
export const GOMOKU = JSON.stringify({ ...parts, teams: teamsOf(1), rules: [fair] });

/** Teams of five with a limit on latency and teams of equal size. */
export const FIVE_ON_FIVE = JSON.stringify({
  ...parts,
  teams: teamsOf(5),
  rules: [
    fair,
    { name: 'FastConnection', type: 'latency', maxLatency: 50 },
    {
      name: 'EqualTeamSizes',
      type: 'comparison',
      measurements: ['count(teams[red].players)'],
      referenceValue: 'count(teams[blue].players)',
      operation: '=',
    },
  ],
});
