/** Puts players where the table has them, unless the stream has moved them since they were looked at. */
export const repairPlayers = `
-- KEYS[1] scores   sorted set: player by score
-- KEYS[2] order    sorted set: since .. player by negated score
-- KEYS[3] seen     hash: player -> sequence (40 digits) .. since (16 digits, none: removed)
-- KEYS[4] removed  sorted set: removed player by time of removal
-- ARGV[1] now, in milliseconds
-- ARGV[2...] four for each player, at most 1000: player, state as it was in seen ('' for none),
--            since (16 digits), score ('' takes the player off the board)
-- Result: how many players were put or taken off

local repaired = 0
for at = 2, #ARGV, 4 do
  local player, expected, since, score = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  local state = redis.call('HGET', KEYS[3], player) or ''
  if state == expected then
    -- The sequence number stays: it is of no change newer than what the table showed.
    local sequence = state == '' and string.rep('0', 40) or string.sub(state, 1, 40)
    redis.call('ZREM', KEYS[2], string.sub(state, 41) .. player)
    if score == '' then
      redis.call('ZREM', KEYS[1], player)
      if state ~= '' then
        redis.call('ZADD', KEYS[4], ARGV[1], player)
        redis.call('HSET', KEYS[3], player, sequence)
      end
    else
      redis.call('ZADD', KEYS[1], score, player)
      local negated = string.sub(score, 1, 1) == '-' and string.sub(score, 2) or '-' .. score
      redis.call('ZADD', KEYS[2], negated, since .. player)
      redis.call('ZREM', KEYS[4], player)
      redis.call('HSET', KEYS[3], player, sequence .. since)
    end
    repaired = repaired + 1
  end
end
return repaired
`;
