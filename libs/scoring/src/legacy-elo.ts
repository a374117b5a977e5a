const K = 100;

/**
 * The score change as the first Gomoku game server computes it, bugs kept. A winner always gets 100, a loser pays 0 to
 * 100 points in steps of 400 of difference: 50 between equals, and the more the weaker it is. So each game adds 0 to
 * 100 points to the sum of all scores. Scores are whole numbers. Not for new games: those take `eloChange`.
 * https://github.com/aws-samples/aws-gamelift-sample/blob/master/GomokuServer/GomokuServer/GameSession.cpp
 */
export function legacyEloChange({
  own,
  opponent,
  won,
}: {
  own: number;
  opponent: number;
  won: boolean;
}): number {
  // Operator precedence: `won ? 1 : (0 - expected)`, where Elo has `(won ? 1 : 0) - expected`.
  return won ? K : 0 - Math.round(K * legacyExpectedScore(own, opponent));
}

function legacyExpectedScore(own: number, opponent: number): number {
  // Integer division: 399 points of difference are none. Inverted sign: Elo has `opponent - own`.
  const steps = Math.trunc((own - opponent) / 400);
  return 1 / (1 + 10 ** steps);
}
