/** Reads some of a sorted set's members. */
export const scanSet = `
-- KEYS[1] sorted set
-- ARGV[1] where to go on: '0' at first, then what was answered
-- Result: { where to go on ('0' at the end), members }

local found = redis.call('ZSCAN', KEYS[1], ARGV[1], 'COUNT', 500)
local members = {}
for i = 1, #found[2], 2 do members[#members + 1] = found[2][i] end
return { found[1], members }
`;
