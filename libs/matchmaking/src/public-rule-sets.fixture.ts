/** The public rule sets of AWS and others, rebuilt from their facts: members, numbers and names, in JSON text. */
type Members = Record<string, unknown>;

const text = (members: Members) => JSON.stringify({ ruleLanguageVersion: '1.0', ...members });
const number = (name: string, byDefault?: number) => ({
  name,
  type: 'number',
  ...(byDefault !== undefined && { default: byDefault }),
});
const team = (name: string, minPlayers: number, maxPlayers: number, quantity?: number) => ({
  name,
  minPlayers,
  maxPlayers,
  ...(quantity && { quantity }),
});
const expansion = (target: string, steps: Record<number, unknown>) => ({
  target,
  steps: Object.entries(steps).map(([seconds, value]) => ({ waitTimeSeconds: Number(seconds), value })),
});

/** Team averages against the average of the match. */
const fair = (attribute: string, maxDistance: number) => ({
  name: 'FairTeamSkill',
  type: 'distance',
  measurements: [`avg(teams[*].players.attributes[${attribute}])`],
  referenceValue: `avg(flatten(teams[*].players.attributes[${attribute}]))`,
  maxDistance,
});
const equalSizes = (a: string, b: string) => ({
  name: 'EqualTeamSizes',
  type: 'comparison',
  measurements: [`count(teams[${a}].players)`],
  referenceValue: `count(teams[${b}].players)`,
  operation: '=',
});
const allOf = (attribute: string) => `flatten(teams[*].players.attributes[${attribute}])`;

export const ALIENS_VS_COWBOYS = text({
  name: 'aliens_vs_cowboys',
  playerAttributes: [number('skill', 10)],
  teams: [team('cowboys', 4, 8), team('aliens', 4, 8)],
  rules: [fair('skill', 10), equalSizes('cowboys', 'aliens')],
  expansions: [expansion('rules[FairTeamSkill].maxDistance', { 5: 50, 15: 100 })],
});

export const PLAYERS_VS_MONSTER = text({
  name: 'players_vs_monster_5_vs_1',
  playerAttributes: [number('skill', 10), number('desiredSkillOfMonster', 10), number('wantsToBeMonster', 0)],
  teams: [team('players', 5, 5), team('monster', 1, 1)],
  rules: [
    {
      name: 'MonsterSelection',
      type: 'comparison',
      measurements: ['teams[monster].players.attributes[wantsToBeMonster]'],
      referenceValue: 1,
      operation: '=',
    },
    {
      name: 'PlayerSelection',
      type: 'comparison',
      measurements: ['teams[players].players.attributes[wantsToBeMonster]'],
      referenceValue: 0,
      operation: '=',
    },
    {
      name: 'MonsterSkill',
      type: 'comparison',
      measurements: ['avg(teams[monster].players.attributes[skill])'],
      referenceValue: 'max(teams[players].players.attributes[desiredSkillOfMonster])',
      operation: '>=',
    },
  ],
  expansions: [expansion('teams[players].minPlayers', { 30: 4, 60: 3 })],
});

export const THREE_TEAM_GAME = text({
  name: 'three_team_game',
  playerAttributes: [number('skill', 10), { name: 'character', type: 'string_list', default: ['peasant'] }],
  teams: [team('trio', 3, 5, 3)],
  rules: [
    fair('skill', 10),
    {
      name: 'CloseTeamSizes',
      type: 'distance',
      measurements: ['max(count(teams[*].players))'],
      referenceValue: 'min(count(teams[*].players))',
      maxDistance: 1,
    },
    {
      name: 'OverallMedicLimit',
      type: 'collection',
      measurements: [allOf('character')],
      operation: 'contains',
      referenceValue: 'medic',
      maxCount: 5,
    },
    { name: 'FastConnection', type: 'latency', maxLatency: 50 },
  ],
  expansions: [expansion('rules[FastConnection].maxLatency', { 10: 100, 20: 150 })],
});

export const MULTI_MAP_GAME = text({
  name: 'multi_map_game',
  playerAttributes: [
    number('experience', 50),
    { name: 'gameMode', type: 'string_list', default: ['deathmatch', 'coop'] },
    { name: 'mapPreference', type: 'string_number_map', default: { defaultMap: 100 } },
    { name: 'acceptableMaps', type: 'string_list', default: ['defaultMap'] },
  ],
  teams: [team('red', 3, 3), team('blue', 3, 3)],
  rules: [
    {
      name: 'MapPreference',
      type: 'absoluteSort',
      sortDirection: 'descending',
      sortAttribute: 'mapPreference',
      mapKey: 'maxValue',
    },
    {
      name: 'ExperienceAffinity',
      type: 'distanceSort',
      sortDirection: 'ascending',
      sortAttribute: 'experience',
    },
    {
      name: 'SharedMode',
      type: 'collection',
      operation: 'intersection',
      measurements: [allOf('gameMode')],
      minCount: 1,
    },
    {
      name: 'MapOverlap',
      type: 'collection',
      operation: 'intersection',
      measurements: [allOf('acceptableMaps')],
      minCount: 1,
    },
  ],
});

export const PREFERRED_CHARACTERS = text({
  name: 'preferred_characters',
  playerAttributes: [
    { name: 'myCharacter', type: 'string_list' },
    { name: 'preferredOpponents', type: 'string_list' },
  ],
  teams: [team('red', 5, 5)],
  rules: [
    {
      name: 'OpponentMatch',
      type: 'collection',
      operation: 'reference_intersection_count',
      measurements: [allOf('myCharacter')],
      referenceValue: `set_intersection(${allOf('preferredOpponents')})`,
      minCount: 1,
    },
  ],
  expansions: [expansion('rules[OpponentMatch].minCount', { 15: 0 })],
});

export const DIFFERENT_CHARACTERS = text({
  name: '',
  playerAttributes: [
    { name: 'gameMode', type: 'string', default: 'turn-based' },
    number('gameMap', 1),
    number('character'),
  ],
  teams: [team('player', 1, 1, 2)],
  rules: [
    { name: 'SameGameMode', type: 'comparison', operation: '=', measurements: [allOf('gameMode')] },
    { name: 'SameGameMap', type: 'comparison', operation: '=', measurements: [allOf('gameMap')] },
    { name: 'DifferentCharacter', type: 'comparison', operation: '!=', measurements: [allOf('character')] },
  ],
});

/** One expansion has `target` and `steps` twice, as AWS's page shows it. */
export const FREE_FOR_ALL = text({
  name: 'free-for-all',
  playerAttributes: [number('skill')],
  algorithm: { balancedAttribute: 'skill', strategy: 'balanced', batchingPreference: 'largestPopulation' },
  teams: [team('Marauders', 175, 200)],
  rules: [{ name: 'low-latency', type: 'latency', maxLatency: 150 }],
  expansions: ['both'],
}).replace(
  '"both"',
  [
    expansion('rules[low-latency].maxLatency', { 12: 200 }),
    expansion('teams[Marauders].minPlayers', { 10: 150, 15: 100 }),
  ]
    .map((each) => JSON.stringify(each))
    .join('')
    .replace('}{', ','),
);

export const MONSTER_HUNTERS = text({
  name: 'monster-hunters',
  playerAttributes: [number('monster-kills', 5)],
  algorithm: {
    balancedAttribute: 'monster-kills',
    strategy: 'balanced',
    batchingPreference: 'fastestRegion',
  },
  teams: [team('Monsters', 5, 5), team('Hunters', 12, 15, 10)],
  rules: [{ name: 'latency-catchall', type: 'latency', maxLatency: 150 }],
  expansions: [expansion('teams[Hunters].minPlayers', { 15: 10, 20: 8 })],
});

export const BATCH_DISTANCES = text({
  name: 'league_skill_map_mode',
  playerAttributes: [
    number('league'),
    number('skill'),
    { name: 'map', type: 'string' },
    { name: 'mode', type: 'string' },
  ],
  teams: [team('red', 2, 2), team('blue', 2, 2)],
  rules: [
    { name: 'SimilarLeague', type: 'batchDistance', batchAttribute: 'league', maxDistance: 2 },
    { name: 'SimilarSkill', type: 'batchDistance', batchAttribute: 'skill', maxDistance: 10 },
    { name: 'SameMap', type: 'batchDistance', batchAttribute: 'map' },
    { name: 'SameMode', type: 'batchDistance', batchAttribute: 'mode' },
  ],
  expansions: [expansion('rules[SimilarSkill].maxDistance', { 10: 20 })],
});

const spread = (name: string, attribute: string, maxDistance: number) => ({
  name,
  type: 'distance',
  measurements: [`max(${allOf(attribute)})`],
  referenceValue: `min(${allOf(attribute)})`,
  maxDistance,
});

/** Balanced, with 40 players at most: that is not a large match. */
export const COMPOUND = text({
  teams: [team('red', 10, 20), team('blue', 10, 20)],
  algorithm: { strategy: 'balanced', balancedAttribute: 'skill', batchingPreference: 'fastestRegion' },
  playerAttributes: [
    number('league'),
    number('skill'),
    { name: 'map', type: 'string' },
    { name: 'mode', type: 'string' },
  ],
  rules: [
    spread('SimilarLeague', 'league', 2),
    spread('SimilarSkill', 'skill', 10),
    { name: 'SameMap', type: 'comparison', operation: '=', measurements: [allOf('map')] },
    { name: 'SameMode', type: 'comparison', operation: '=', measurements: [allOf('mode')] },
    {
      name: 'Either',
      type: 'compound',
      statement: 'or(and(SameMap, SameMode), and(SimilarSkill, SimilarLeague))',
    },
  ],
  expansions: [expansion('rules[SimilarSkill].maxDistance', { 10: 20, 20: 40 })],
});

/** `measurements` is a bare string. */
export const BLOCK_LIST = text({
  name: 'Player Block List',
  teams: [team('red', 5, 5), team('blue', 5, 5)],
  playerAttributes: [{ name: 'BlockList', type: 'string_list' }],
  rules: [
    {
      name: 'PlayerIdNotInBlockList',
      type: 'collection',
      operation: 'reference_intersection_count',
      measurements: allOf('BlockList'),
      referenceValue: 'flatten(teams[*].players[playerId])',
      maxCount: 0,
    },
  ],
});

export const ONE_TEAM = text({
  name: 'ExampleRuleSet',
  playerAttributes: [number('skill', 10)],
  teams: [team('players', 3, 5)],
  rules: [fair('skill', 10)],
  expansions: [expansion('rules[FairTeamSkill].maxDistance', { 20: 100, 30: 150 })],
});

export const GOMOKU = text({
  name: 'GomokuRuleSet',
  playerAttributes: [number('score', 1000)],
  teams: [team('blue', 1, 1), team('red', 1, 1)],
  rules: [fair('score', 300), equalSizes('red', 'blue')],
  expansions: [expansion('rules[FairTeamSkill].maxDistance', { 10: 500, 20: 800, 30: 1000 })],
});

export const STRICT_SCORE = text({
  name: 'StrictScoreRuleSet',
  playerAttributes: [number('score', 1000)],
  teams: [team('player', 1, 1, 2)],
  rules: [{ name: 'SameScore', type: 'comparison', operation: '=', measurements: [allOf('score')] }],
});

const latencySteps = (name: string, maxLatency: number, steps: Record<number, number>) =>
  text({
    name,
    teams: [team('player', 1, 1, 2)],
    rules: [{ name: 'FastConnection', type: 'latency', maxLatency }],
    expansions: [expansion('rules[FastConnection].maxLatency', steps)],
  });
export const LATENCY_50 = latencySteps('Fast Game', 50, { 10: 100, 20: 150 });
export const LATENCY_150 = latencySteps('Fast Game', 150, { 10: 300, 20: 600 });

const mode = (name: string, minCount: number, maxCount: number) => ({
  name,
  type: 'collection',
  operation: 'contains',
  measurements: allOf('GameMode'),
  referenceValue: name,
  minCount,
  maxCount,
});
const radiantDire = (name: string, sizes: [number, number], rules: Members[]) =>
  text({
    name,
    playerAttributes: [
      { name: 'skill', type: 'number', default: 1000 },
      { name: 'GameMode', type: 'string_list', default: ['Classic'] },
    ],
    algorithm: { strategy: 'exhaustiveSearch', expansionAgeSelection: 'oldest' },
    teams: [team('Radiant', ...sizes), team('Dire', ...sizes)],
    rules: [{ name: 'LowLatency', type: 'latency', maxLatency: 80 }, equalSizes('Radiant', 'Dire'), ...rules],
    expansions: [expansion('rules[LowLatency].maxLatency', { 30: 120, 120: 2000 })],
  });
export const RADIANT_DIRE_CLASSIC = radiantDire('RadiantDire-Classic', [4, 6], [mode('Classic', 8, 12)]);
export const RADIANT_DIRE_PRACTICE = radiantDire('RadiantDire-Practice', [2, 3], [mode('Practice', 4, 6)]);
export const RADIANT_DIRE_SURVIVAL = radiantDire('RadiantDire-Survival', [1, 3], [mode('Survival', 2, 6)]);
export const RADIANT_DIRE_ALL = radiantDire(
  'RadiantDire-All',
  [1, 6],
  [
    mode('Classic', 8, 12),
    mode('Practice', 4, 6),
    mode('Survival', 2, 6),
    { name: 'OneMode', type: 'compound', statement: 'or(Classic, or(Practice, Survival))' },
  ],
);

export const TWO_PLAYERS = text({ name: 'SimpleRuleSet-2Player', teams: [team('Players', 2, 2)] });
export const FOUR_PLAYERS = text({ name: 'SimpleRuleSet-4Player', teams: [team('Players', 4, 4)] });
export const ALPHA = text({ name: 'test', teams: [team('alpha', 1, 5)] });

/** Not AWS's syntax: a peer's own. */
export const FOREIGN = text({
  name: '1v1',
  acceptanceRequired: true,
  playerAttributes: [number('skill', 10)],
  teams: [team('red', 1, 1), team('blue', 1, 1)],
  rules: [
    { name: 'Skill', type: 'distance', measurements: ['players.skill'], referenceValue: 10, maxDistance: 10 },
  ],
});
