/** What one rule found, and when it holds. */
export type RuleExplanation = {
  readonly rule: string;
  readonly type: string;
  /** Undefined: it cannot be told before more players are there. */
  readonly holds: boolean | undefined;
  readonly measured: string;
  readonly judged: string;
  /** By how much it fails now. */
  readonly by?: number | undefined;
  /** The first second of waiting at which it holds, and the steps that begin there; undefined when it never holds. */
  readonly passes?: { readonly seconds: number; readonly steps: readonly string[] } | undefined;
  /** All of it in one line. */
  readonly text: string;
};

/** One team of a possible match: who is in it, how many players it has, and how many it needs and takes. */
export type TeamExplanation = {
  readonly name: string;
  readonly ticketIds: readonly string[];
  readonly players: number;
  readonly minPlayers: number;
  readonly maxPlayers: number;
};

/** Whether tickets can be in one match, and which rule says no. */
export type Explanation = {
  /** `match`: they are a match now. `compatible`: they may be in one match, with more players. */
  readonly verdict: 'match' | 'compatible' | 'no';
  /** How long the ticket waits whose wait counts for expansions. */
  readonly seconds: number;
  /** The first second of waiting at which the verdict is not `no`; undefined when there is none. */
  readonly passesAtSeconds?: number | undefined;
  readonly teams: readonly TeamExplanation[];
  readonly rules: readonly RuleExplanation[];
  /** Tickets that can never match anyone, with the reason. */
  readonly unmatchable: readonly { readonly ticketId: string; readonly reason: string }[];
  /** One line for each reason why it is no match, or for each rule that holds. */
  readonly lines: readonly string[];
};
