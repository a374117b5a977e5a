/** Reads a player's line and the lines around it, at one moment. */
export const readAround = `
-- KEYS[1] order    sorted set: since .. player by negated score
-- KEYS[2] seen     hash: player -> sequence (40 digits) .. since (16 digits, none: removed)
-- ARGV[1] player
-- ARGV[2] how many lines to read before and after the player's
-- Result: { index of the player, index of the first line, players with a higher score than that,
--           { member, negated score, ... } }, or nil for a player who is not on the board

local state = redis.call('HGET', KEYS[2], ARGV[1])
local index = state and redis.call('ZRANK', KEYS[1], string.sub(state, 41) .. ARGV[1])
if not index then return false end
local from = math.max(0, index - ARGV[2])
local lines = redis.call('ZRANGE', KEYS[1], from, index + ARGV[2], 'WITHSCORES')
return { index, from, redis.call('ZCOUNT', KEYS[1], '-inf', '(' .. lines[2]), lines }
`;
