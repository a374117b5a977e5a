/** Makes a rebuild the one under way, with an empty board to fill. */
export const beginRebuildScript = `
-- KEYS[1-4] next     scores, order, seen and removed of the board to fill
-- KEYS[5]   rebuild  hash: id -> the rebuild under way, step -> its last one,
--                    from -> changes made before this time are in what it reads
-- KEYS[6]   scores   of the board served
-- ARGV[1] id of the rebuild
-- ARGV[2] for how long it may be silent, in milliseconds
-- ARGV[3] from, in milliseconds ('' for unknown)
-- Result: players on the board served; -1 when another rebuild is under way

local owner = redis.call('HGET', KEYS[5], 'id')
if owner and owner ~= ARGV[1] then return -1 end
redis.call('UNLINK', KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5])
redis.call('HSET', KEYS[5], 'id', ARGV[1], 'step', 0)
if ARGV[3] ~= '' then redis.call('HSET', KEYS[5], 'from', ARGV[3]) end
redis.call('PEXPIRE', KEYS[5], ARGV[2])
return redis.call('ZCARD', KEYS[6])
`;
