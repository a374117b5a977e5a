/** Reads some lines of a piece of the listing, evenly spread. */
export const readSamples = `
-- KEYS[1] order    sorted set: since .. player by negated score
-- ARGV[1] index of the first line of the piece
-- ARGV[2] index behind its last line; may be behind the end of the listing
-- ARGV[3] how many lines to read at most
-- Result: { lines of the whole listing, { member, negated score, ... } }: the first line of the piece, and each one
--         that is so many further on as it takes to read no more than that

local size = redis.call('ZCARD', KEYS[1])
local from, to = tonumber(ARGV[1]), math.min(ARGV[2], size)
local lines = {}
for index = from, to - 1, math.max(1, math.ceil((to - from) / ARGV[3])) do
  local line = redis.call('ZRANGE', KEYS[1], index, index, 'WITHSCORES')
  lines[#lines + 1], lines[#lines + 2] = line[1], line[2]
end
return { size, lines }
`;
