import { rebuildStep } from './rebuild-step.lua.ts';

/** Copies what the board served remembers of removed players to the board that a rebuild fills. */
export const carryRemovals = `${rebuildStep}
-- KEYS[6] seen     of the board served: player -> sequence (40 digits) .. since (16 digits, none: removed)
-- KEYS[7] removed  of the board served: removed player by time of removal
-- ARGV[4] where to go on: '0' at first, then what was answered
-- Result: where to go on, '0' at the end; -1 when the rebuild is lost

local found = redis.call('ZSCAN', KEYS[7], ARGV[4], 'COUNT', 500)
local lines = found[2]
for i = 1, #lines, 2 do
  local player, time = lines[i], lines[i + 1]
  local state = redis.call('HGET', KEYS[6], player)
  -- A player who is on the new board or was removed during the rebuild has a newer state there.
  if state and #state == 40 and redis.call('HSETNX', KEYS[3], player, state) == 1 then
    redis.call('ZADD', KEYS[4], time, player)
  end
end
return found[1]
`;
