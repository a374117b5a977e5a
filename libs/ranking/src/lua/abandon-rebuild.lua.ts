/** Ends a rebuild without effect; one that is not under way is left alone. */
export const abandonRebuild = `
-- KEYS[1-4] next     scores, order, seen and removed of the board to fill
-- KEYS[5]   rebuild  hash: id -> the rebuild under way
-- ARGV[1] id of the rebuild
-- Result: how many keys are gone

if redis.call('HGET', KEYS[5], 'id') ~= ARGV[1] then return 0 end
return redis.call('UNLINK', KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5])
`;
