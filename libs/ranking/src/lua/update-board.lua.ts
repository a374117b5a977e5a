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
-- ARGV[3...] four for each change, one change a player:
--            player, state as in seen, score ('' for a removal), time of the change ('' for unknown)
-- Result: two for each change that was newer than what was applied before: its place among the changes, from 0,
--         and the player's state as it was in seen ('' for none)

local CHUNK = 1000 -- arguments of one command: unpack() has about 8000, and pairs must stay together

local function call(command, key, args)
  for i = 1, #args, CHUNK do
    redis.call(command, key, unpack(args, i, math.min(i + CHUNK - 1, #args)))
  end
end

local function negated(score)
  return string.sub(score, 1, 1) == '-' and string.sub(score, 2) or '-' .. score
end

local function statesOf(seen, changes)
  local players, states = {}, {}
  for n, at in ipairs(changes) do players[n] = ARGV[at] end
  for i = 1, #players, CHUNK do
    local found = redis.call('HMGET', seen, unpack(players, i, math.min(i + CHUNK - 1, #players)))
    for j = 1, #found do states[i + j - 1] = found[j] end
  end
  return states
end

-- The changes that were made at this time or later, or at an unknown time.
local function madeFrom(from, changes)
  if not from then return changes end
  local kept, earliest = {}, tonumber(from)
  for _, at in ipairs(changes) do
    local changedAt = tonumber(ARGV[at + 3])
    if not changedAt or changedAt >= earliest then kept[#kept + 1] = at end
  end
  return kept
end

-- Writes changes, given as their places in ARGV, to the board whose keys begin at KEYS[first].
local function apply(first, changes, states)
  local seen = {}
  local scored, unscored = {}, {}
  local listed, unlisted = {}, {}
  local removed, returned = {}, {}
  for n, at in ipairs(changes) do
    local player, state, score, before = ARGV[at], ARGV[at + 1], ARGV[at + 2], states[n]
    seen[2 * n - 1], seen[2 * n] = player, state
    local since, sinceBefore = string.sub(state, 41), before and string.sub(before, 41)
    if sinceBefore == '' then
      returned[#returned + 1] = player
    elseif sinceBefore and sinceBefore ~= since then
      unlisted[#unlisted + 1] = sinceBefore .. player
    end
    if score == '' then
      local last = #removed
      removed[last + 1], removed[last + 2] = ARGV[1], player
      unscored[#unscored + 1] = player
    else
      local last = #scored
      scored[last + 1], scored[last + 2] = score, player
      listed[last + 1], listed[last + 2] = negated(score), since .. player
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

local aged = redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', ARGV[2], 'LIMIT', 0, CHUNK)
call('HDEL', KEYS[3], aged)
call('ZREM', KEYS[4], aged)

local all = {}
for at = 3, #ARGV, 4 do all[#all + 1] = at end
local given = madeFrom(redis.call('HGET', KEYS[10], 'from'), all)
local states = statesOf(KEYS[3], given)
local newer, statesOfNewer = {}, {}
for n, at in ipairs(given) do
  -- By sequence alone: a repair or a rebuild may have given the state of this very sequence another time, or none.
  if not states[n] or string.sub(states[n], 1, 40) < string.sub(ARGV[at + 1], 1, 40) then
    newer[#newer + 1], statesOfNewer[#newer + 1] = at, states[n]
  end
end

-- The board served is written last: should a command fail, both take the same changes again.
local rebuild = redis.call('HMGET', KEYS[9], 'id', 'from')
if rebuild[1] then
  local mirrored = madeFrom(rebuild[2], newer)
  apply(5, mirrored, statesOf(KEYS[7], mirrored))
end
apply(1, newer, statesOfNewer)

local applied = {}
for n, at in ipairs(newer) do
  applied[2 * n - 1], applied[2 * n] = (at - 3) / 4, statesOfNewer[n] or ''
end
return applied
`;
