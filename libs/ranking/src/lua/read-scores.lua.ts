/** Reads how players stand in both sorted sets, at one moment. */
export const readScores = `
-- KEYS[1] scores   sorted set: player by score
-- KEYS[2] order    sorted set: since .. player by negated score
-- KEYS[3] seen     hash: player -> sequence (40 digits) .. since (16 digits, none: removed)
-- ARGV[...] players, at most 1000
-- Result: three for each player, '' where there is none: the score, the negated score that the player is listed by,
--         and the state as in seen

local scores = redis.call('ZMSCORE', KEYS[1], unpack(ARGV))
local states = redis.call('HMGET', KEYS[3], unpack(ARGV))
local members = {}
for n, player in ipairs(ARGV) do members[n] = string.sub(states[n] or '', 41) .. player end
local listed = redis.call('ZMSCORE', KEYS[2], unpack(members))
local answer = {}
for n = 1, #ARGV do
  answer[3 * n - 2], answer[3 * n - 1], answer[3 * n] = scores[n] or '', listed[n] or '', states[n] or ''
end
return answer
`;
