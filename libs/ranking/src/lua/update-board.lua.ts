/** Applies a batch of changes in one step: readers see all of it or nothing. */
export const updateBoard = `
-- KEYS[1] scores   sorted set: player by score
-- KEYS[2] order    sorted set: since .. player by negated score
-- KEYS[3] seen     hash: player -> sequence (40 digits) .. since (16 digits, none: removed)
-- KEYS[4] removed  sorted set: removed player by time of removal
-- ARGV[1] now, in milliseconds
-- ARGV[2] removals up to this time are forgotten, at most 1000 a call
-- ARGV[3...] three for each change, one change a player: player, state as in seen, score ('' for a removal)
-- Result: how many changes were newer than what was applied before

local CHUNK = 1000 -- arguments of one command: unpack() has about 8000, and pairs must stay together

local function call(command, key, args)
  for i = 1, #args, CHUNK do
    redis.call(command, key, unpack(args, i, math.min(i + CHUNK - 1, #args)))
  end
end

local function negated(score)
  return string.sub(score, 1, 1) == '-' and string.sub(score, 2) or '-' .. score
end

local function statesOf(players)
  local states = {}
  for i = 1, #players, CHUNK do
    local last = math.min(i + CHUNK - 1, #players)
    local found = redis.call('HMGET', KEYS[3], unpack(players, i, last))
    for j = 1, #found do states[i + j - 1] = found[j] end
  end
  return states
end

local aged = redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', ARGV[2], 'LIMIT', 0, CHUNK)
call('HDEL', KEYS[3], aged)
call('ZREM', KEYS[4], aged)

local players = {}
for i = 3, #ARGV, 3 do players[#players + 1] = ARGV[i] end
local states = statesOf(players)

local seen, applied = {}, 0
local scored, unscored = {}, {}
local listed, unlisted = {}, {}
local removed, returned = {}, {}
for n = 1, #players do
  local player, state, score = ARGV[3 * n], ARGV[3 * n + 1], ARGV[3 * n + 2]
  local before = states[n]
  if not before or before < state then -- one sequence number has one state: as text, states compare by sequence
    applied = applied + 1
    seen[2 * applied - 1], seen[2 * applied] = player, state
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
end

-- What was applied is noted last: should a command fail, the same changes can be given again.
call('ZREM', KEYS[1], unscored)
call('ZADD', KEYS[1], scored)
call('ZREM', KEYS[2], unlisted)
call('ZADD', KEYS[2], listed)
call('ZREM', KEYS[4], returned)
call('ZADD', KEYS[4], removed)
call('HSET', KEYS[3], seen)
return applied
`;
