import { buildStreamEvent } from '@hanok/events/testing';
import type { BoardChange } from '@hanok/ranking';

/** A stream record of a player who has a score. */
type PlayerRecord = {
  dynamodb: {
    SequenceNumber: string;
    NewImage: { PlayerName: { S: string }; Score: { N: string }; ScoreSince: { N: string } };
  };
};

/** As long as those of DynamoDB. */
const FIRST_SEQUENCE = 10n ** 20n;

/** A stream event that gives random players new scores, with sequence numbers that follow on `after`. */
export function playerChanges(count: number, players: number, after: number, random: () => number) {
  const images = Array.from({ length: count }, (_, index) => ({
    PlayerName: { S: `player-${Math.floor(random() * players)}` },
    Score: { N: String(500 + Math.floor(random() * 2_000)) },
    ScoreSince: { N: String(1_700_000_000_000 + after + index) },
    ...{ Win: { N: '1' }, Lose: { N: '0' } },
  }));
  const { Records } = buildStreamEvent(
    images.map((newImage, index) => ({
      eventName: 'MODIFY',
      sequenceNumber: String(FIRST_SEQUENCE + BigInt(after + index)),
      keys: { PlayerName: newImage.PlayerName },
      newImage,
    })),
  );
  return {
    Records: Records.map((record, index) => {
      const NewImage = images[index];
      if (NewImage === undefined) throw new RangeError('A record without an image');
      return { ...record, dynamodb: { ...record.dynamodb, NewImage } };
    }),
  };
}

/** What the handler makes of a record of these benchmarks. */
export function changeOf({ dynamodb: { NewImage, SequenceNumber } }: PlayerRecord): BoardChange {
  const { PlayerName, Score, ScoreSince } = NewImage;
  const rating = { score: Number(Score.N), since: Number(ScoreSince.N) };
  return { player: PlayerName.S, sequenceNumber: SequenceNumber, rating };
}
