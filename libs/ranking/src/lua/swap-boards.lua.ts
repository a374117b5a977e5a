/** Puts the rebuilt board in the place of the one served, in one step. */
export const swapBoards = `
-- KEYS[1-4] scores, order, seen and removed of the board served
-- KEYS[5-8] the same of the rebuilt board
-- KEYS[9]   rebuild  hash: id -> the rebuild under way, step -> its last one,
--                    from -> changes made before this time are in what it read
-- KEYS[10]  rebuilt  hash: id -> the last rebuild that ended, from -> the same of the board served
-- ARGV[1] id of the rebuild
-- ARGV[2] number of its last step
-- Result: players on the board; -1 when the rebuild is lost

if redis.call('HGET', KEYS[10], 'id') == ARGV[1] then return redis.call('ZCARD', KEYS[1]) end
local rebuild = redis.call('HMGET', KEYS[9], 'id', 'step', 'from')
if rebuild[1] ~= ARGV[1] or rebuild[2] ~= ARGV[2] then return -1 end
for i = 1, 4 do
  -- Redis frees a large key in the background when it is unlinked, not when it is overwritten.
  redis.call('UNLINK', KEYS[i])
  if redis.call('EXISTS', KEYS[i + 4]) == 1 then
    redis.call('RENAME', KEYS[i + 4], KEYS[i])
    redis.call('PERSIST', KEYS[i])
  end
end
redis.call('HSET', KEYS[10], 'id', ARGV[1])
if rebuild[3] then redis.call('HSET', KEYS[10], 'from', rebuild[3]) end
redis.call('DEL', KEYS[9])
return redis.call('ZCARD', KEYS[1])
`;
