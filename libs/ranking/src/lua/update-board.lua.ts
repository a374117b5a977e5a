/** Applies a batch of changes in one step: readers see all of it or nothing. */
export const updateBoard = `
-- KEYS[1] scores   sorted set: player by score
-- KEYS[2] order    sorted set: since .. player by negated score
-- KEYS[3] seen     hash: player -> sequence (40 digits) .. since (16 digits, none: removed)
-- KEYS[4] removed  sorted set: removed player by time of removal
-- KEYS[5-8]        the same of the board that a rebuild fills
-- KEYS[9] rebuild  hash: there while a rebuild is under way; from -> changes made before this time are in what it reads
-- KEYS[10] rebuilt hash: from -> the same of the board served
-- ARGV[1] now, in milliseconds
-- ARGV[2] removals up to this time are forgotten, at most 1000 a call
-- ARGV[3] JSON, one argument because each one takes time to send and to read: five lists, in which one change of one player
--         has one place: players, sequences and sinces as in seen, scores ('' for a removal), times ('' for unknown)
-- Result: JSON, a list with a place for each change: the player's state as it was in seen ('' for none), or false
--         for a change that is not newer than what was applied before

-- Arguments of one command, even since pairs must stay together: Redis uses the memory of the first 32 again.
local CHUNK = 30
local MAX_AGED = 1000

local players, sequences, sinces, scores, times = unpack(cjson.decode(ARGV[3]))

local function call(command, key, args)
  for i = 1, #args, CHUNK do
    redis.call(command, key, unpack(args, i, math.min(i + CHUNK - 1, #args)))
  end
end

local function negated(score)
  return string.byte(score) == 45 and string.sub(score, 2) or '-' .. score
end

-- Of changes, given as their places in the lists; of all without places. Answers by place.
local function statesOf(seen, places)
  local names, states = players, {}
  if places then
    names = {}
    for n, at in ipairs(places) do names[n] = players[at] end
  end
  for i = 1, #names, CHUNK do
    local found = redis.call('HMGET', seen, unpack(names, i, math.min(i + CHUNK - 1, #names)))
    for j = 1, #found do states[places and places[i + j - 1] or i + j - 1] = found[j] end
  end
  return states
end

-- Whether the change was made at this time or later, or at an unknown time.
local function isFrom(from, at)
  local changedAt = tonumber(times[at])
  return not changedAt or changedAt >= from
end

-- Writes changes, given as their places, to the board whose keys begin at KEYS[first].
local function apply(first, places, states)
  local seen = {}
  local scored, unscored = {}, {}
  local listed, unlisted = {}, {}
  local removed, returned = {}, {}
  local ranked, moved = 0, 0
  for n, at in ipairs(places) do
    local player, since, score, before = players[at], sinces[at], scores[at], states[at]
    seen[2 * n - 1], seen[2 * n] = player, sequences[at] .. since
    local sinceBefore = before and string.sub(before, 41)
    if sinceBefore == '' then
      returned[#returned + 1] = player
    elseif sinceBefore and sinceBefore ~= since then
      moved = moved + 1
      unlisted[moved] = sinceBefore .. player
    end
    if score == '' then
      local last = #removed
      removed[last + 1], removed[last + 2] = ARGV[1], player
      unscored[#unscored + 1] = player
    else
      scored[ranked + 1], scored[ranked + 2] = score, player
      listed[ranked + 1], listed[ranked + 2] = negated(score), since .. player
      ranked = ranked + 2
    end
  end
  -- What was applied is noted last: should a command fail, the same changes can be given again.
  call('ZREM', KEYS[first], unscored)
  call('ZADD', KEYS[first], scored)
  call('ZREM', KEYS[first + 1], unlisted)
  call('ZADD', KEYS[first + 1], listed)
  call('ZREM', KEYS[first + 3], returned)
  call('ZADD', KEYS[first + 3], removed)
  call('HSET', KEYS[first + 2], seen)
end

local aged = redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', ARGV[2], 'LIMIT', 0, MAX_AGED)
call('HDEL', KEYS[3], aged)
call('ZREM', KEYS[4], aged)

local states = statesOf(KEYS[3])
local rebuiltFrom = tonumber(redis.call('HGET', KEYS[10], 'from'))
local newer, before = {}, {}
for at, sequence in ipairs(sequences) do
  local state = states[at]
  -- By sequence alone, which is where a state begins: a repair or a rebuild may have given the state of this very
  -- sequence another time, or none.
  local isNewer = (not state or state < sequence) and (not rebuiltFrom or isFrom(rebuiltFrom, at))
  if isNewer then newer[#newer + 1] = at end
  before[at] = isNewer and (state or '')
end
if #newer == 0 then return cjson.encode(before) end

-- The board served is written last: should a command fail, both take the same changes again.
local rebuild = redis.call('HMGET', KEYS[9], 'id', 'from')
if rebuild[1] then
  local from = tonumber(rebuild[2]) or -math.huge
  local mirrored = {}
  for _, at in ipairs(newer) do
    if isFrom(from, at) then mirrored[#mirrored + 1] = at end
  end
  apply(5, mirrored, statesOf(KEYS[7], mirrored))
end
apply(1, newer, states)

return cjson.encode(before)
`;
