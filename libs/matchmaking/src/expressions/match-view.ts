/** The value of a ticket that a rule reads: of one player, or of all players of a party as one value. */
export type TicketValue = number | string | readonly string[] | ReadonlyMap<string, number>;

/** The players of one ticket in one team. */
export type Party = {
  readonly playerIds: readonly string[];
  /** By the numbers that `Slots` gives. */
  readonly values: readonly TicketValue[];
};

/** Teams in the order of the rule set, with the parties that play in them. */
export type MatchView = {
  readonly teams: readonly { readonly name: string; readonly parties: readonly Party[] }[];
};

/** How the values of the players of a party become one. */
export type Aggregation = 'avg' | 'min' | 'max' | 'union' | 'intersection' | 'first';

/** A value that rules read of each ticket. Equal slots have one number in a rule set. */
export type Slot =
  | { readonly of: 'attribute'; readonly name: string; readonly aggregation: Aggregation }
  | { readonly of: 'latency'; readonly aggregation: Aggregation }
  | { readonly of: 'playerIds'; readonly aggregation: 'union' };

/** Gives each slot its number, the same one each time it is asked for. */
export type SlotOf = (slot: Slot) => number;

/** The slots of one rule set, each computed once for each ticket. */
export function createSlots(): { slots: readonly Slot[]; slotOf: SlotOf } {
  const slots: Slot[] = [];
  const numbers = new Map<string, number>();
  const slotOf: SlotOf = (slot) => {
    const key = JSON.stringify([slot.of, slot.aggregation, slot.of === 'attribute' ? slot.name : '']);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, slots.length);
    return slots.push(slot) - 1;
  };
  return { slots, slotOf };
}
