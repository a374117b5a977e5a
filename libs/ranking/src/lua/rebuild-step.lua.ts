/** The beginning of every script that is a numbered step of a rebuild: answers -1 where the rebuild is lost. */
export const rebuildStep = `
-- KEYS[1-4] next     scores, order, seen and removed of the board to fill
-- KEYS[5]   rebuild  hash: id -> the rebuild under way, step -> its last one
-- ARGV[1] id of the rebuild
-- ARGV[2] number of this step: the last one plus one, or the same when the client sends it again
-- ARGV[3] for how long the rebuild may be silent, in milliseconds

-- A failover may forget the latest steps: then the numbers do not follow, and the board would lack players.
local rebuild = redis.call('HMGET', KEYS[5], 'id', 'step')
if rebuild[1] ~= ARGV[1] then return -1 end
if rebuild[2] ~= ARGV[2] and tonumber(rebuild[2]) ~= ARGV[2] - 1 then return -1 end
redis.call('HSET', KEYS[5], 'step', ARGV[2])
redis.call('PEXPIRE', KEYS[5], ARGV[3])
-- What a crashed rebuild has filled expires by itself, after the rebuild has.
for i = 1, 4 do redis.call('PEXPIRE', KEYS[i], 2 * ARGV[3]) end
`;
