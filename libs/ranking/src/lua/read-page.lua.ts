/** Reads a piece of the listing and how many players are ahead of it, at one moment. */
export const readPage = `
-- KEYS[1] order    sorted set: since .. player by negated score
-- ARGV[1] index of the first line
-- ARGV[2] index of the last line
-- Result: { players with a higher score than the first line, { member, negated score, ... } }

local lines = redis.call('ZRANGE', KEYS[1], ARGV[1], ARGV[2], 'WITHSCORES')
if #lines == 0 then return { 0, lines } end
return { redis.call('ZCOUNT', KEYS[1], '-inf', '(' .. lines[2]), lines }
`;
