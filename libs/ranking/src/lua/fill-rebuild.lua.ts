import { rebuildStep } from './rebuild-step.lua.ts';

/** Puts scanned players on the board that a rebuild fills. */
export const fillRebuild = `${rebuildStep}
-- KEYS[6] seen     of the board served: player -> sequence (40 digits) .. since (16 digits, none: removed)
-- ARGV[4...] three for each player: player, since (16 digits), score
-- Result: how many players were put; -1 when the rebuild is lost

if #ARGV == 3 then return 0 end
local players = {}
for i = 4, #ARGV, 3 do players[#players + 1] = ARGV[i] end
local filled = redis.call('HMGET', KEYS[3], unpack(players))
local served = redis.call('HMGET', KEYS[6], unpack(players))
local seen, scored, listed = {}, {}, {}
for n, player in ipairs(players) do
  -- A player who is here has changed since the rebuild began: that came through the stream and wins.
  if not filled[n] then
    local since, score = ARGV[3 * n + 2], ARGV[3 * n + 3]
    local sequence = served[n] and string.sub(served[n], 1, 40) or string.rep('0', 40)
    local last = #seen
    seen[last + 1], seen[last + 2] = player, sequence .. since
    scored[last + 1], scored[last + 2] = score, player
    listed[last + 1] = string.sub(score, 1, 1) == '-' and string.sub(score, 2) or '-' .. score
    listed[last + 2] = since .. player
  end
end
if #seen == 0 then return 0 end
redis.call('ZADD', KEYS[1], unpack(scored))
redis.call('ZADD', KEYS[2], unpack(listed))
redis.call('HSET', KEYS[3], unpack(seen))
return #seen / 2
`;
