export { RuleSetError } from './errors.ts';
export type { AttributeValue, Player, Ticket } from './matchmaker/ticket.ts';
export { parseRuleSet } from './rule-set/parse-rule-set.ts';
export type { RuleSet } from './rule-set/rule-set.ts';
