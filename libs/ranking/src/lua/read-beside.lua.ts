/** Reads where a line of another shard would stand in this listing, and the lines beside that place, at one moment. */
export const readBeside = `
-- KEYS[1] order    sorted set: since .. player by negated score
-- ARGV[1] negated score of the line
-- ARGV[2] member of the line, since .. player
-- ARGV[3] how many lines to read before and after it
-- Result: { players with a higher score, lines before the line, { member, negated score, ... } }

-- By bytes, as Redis sorts members: Lua's own comparison goes by the locale.
local function isBefore(a, b)
  for i = 1, math.min(#a, #b) do
    local one, other = string.byte(a, i), string.byte(b, i)
    if one ~= other then return one < other end
  end
  return #a < #b
end

local higher = redis.call('ZCOUNT', KEYS[1], '-inf', '(' .. ARGV[1])
local first, last = higher, higher + redis.call('ZCOUNT', KEYS[1], ARGV[1], ARGV[1])
while first < last do
  local middle = math.floor((first + last) / 2)
  if isBefore(redis.call('ZRANGE', KEYS[1], middle, middle)[1], ARGV[2]) then
    first = middle + 1
  else
    last = middle
  end
end
local around = tonumber(ARGV[3])
if around == 0 then return { higher, first, {} } end
local from = math.max(0, first - around)
return { higher, first, redis.call('ZRANGE', KEYS[1], from, first + around - 1, 'WITHSCORES') }
`;
