import { seededRandom } from '@hanok/testing';
import { interleave, type Samples } from '../harness/interleave.ts';
import { requireEqual, WrongOutcomeError } from '../harness/wrong-outcome.ts';
import { type Boards, fillBoard, type Updatable } from './full-board.ts';
import { playerChanges, changeOf } from './player-changes.ts';

/** The commands of the board's update, with the arguments as they were given: what no script that makes them can beat. */
const commandsAlone = `
local CHUNK = 30
local players, unlisted, scored, listed, seen = unpack(cjson.decode(ARGV[1]))
local function call(command, key, args)
  for i = 1, #args, CHUNK do
    redis.call(command, key, unpack(args, i, math.min(i + CHUNK - 1, #args)))
  end
end
call('HMGET', KEYS[3], players)
call('ZADD', KEYS[1], scored)
call('ZREM', KEYS[2], unlisted)
call('ZADD', KEYS[2], listed)
call('HSET', KEYS[3], seen)
`;

/** Microseconds of a record in Redis, by its own clock: the board's script, and a script that only runs its commands. */
export async function scriptTimes(
  boards: Boards,
  options: { players: number; records: number; size: number; rounds: number },
): Promise<Samples<'script of the board' | 'its commands alone'>> {
  const { players, records, size, rounds } = options;
  const ours = boards.board('ours');
  await boards.plain.flushall();
  const alone = createAlone(boards, String(await boards.plain.script('LOAD', commandsAlone)));
  for (const board of [ours, alone]) await fillBoard(board, players, seededRandom(1).next);
  const contender = (board: Updatable) => {
    const random = seededRandom(2).next;
    let after = players;
    return async () => {
      await boards.plain.config('RESETSTAT');
      for (let done = 0; done < records; done += size, after += size)
        await board.update(playerChanges(size, players, after, random).Records.map(changeOf));
      return (await scriptMicroseconds(boards)) / records;
    };
  };
  const samples = await interleave(
    { 'script of the board': contender(ours), 'its commands alone': contender(alone) },
    { rounds, warmUp: 5 },
  );
  const listings = ['ours', 'alone'].map((name) =>
    boards.plain.zrange(`{${name}}:order`, '0', '-1', 'WITHSCORES'),
  );
  const [one, other] = await Promise.all(listings);
  requireEqual('The board of the commands alone', other, one);
  return samples;
}

/** A board for changes that come once and in order: what the script finds out is known here. */
function createAlone({ plain }: Boards, sha: string): Updatable {
  const members = new Map<string, string>();
  return {
    async update(changes) {
      const newest = new Map(changes.map((change) => [change.player, change]));
      const lists: Record<'players' | 'unlisted' | 'scored' | 'listed' | 'seen', string[]> = {
        ...{ players: [], unlisted: [], scored: [], listed: [], seen: [] },
      };
      for (const { player, sequenceNumber, rating } of newest.values()) {
        if (!rating) throw new WrongOutcomeError('A change without a rating.');
        const since = String(rating.since).padStart(16, '0');
        const before = members.get(player);
        if (before !== undefined) lists.unlisted.push(before);
        members.set(player, since + player);
        lists.players.push(player);
        lists.scored.push(String(rating.score), player);
        lists.listed.push(String(-rating.score), since + player);
        lists.seen.push(player, sequenceNumber.padStart(40, '0') + since);
      }
      const { players, unlisted, scored, listed, seen } = lists;
      const argument = JSON.stringify([players, unlisted, scored, listed, seen]);
      await plain.evalsha(sha, 3, 'alone', '{alone}:order', '{alone}:seen', argument);
    },
  };
}

async function scriptMicroseconds({ plain }: Boards): Promise<number> {
  const stats = await plain.info('commandstats');
  const [, us] = /^cmdstat_evalsha:calls=\d+,usec=(\d+)/m.exec(stats) ?? [];
  return Number(us);
}
