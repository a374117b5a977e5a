import * as z from 'zod/mini';

const named = z.string().check(z.minLength(1), z.maxLength(1024));
const count = z.int().check(z.minimum(0));

/** A player as an event shows one: the team once a match is proposed, the session once there is one to join. */
const player = z.looseObject({
  playerId: named,
  team: z.optional(z.string()),
  /** What the player has answered to a proposed match; absent until then. */
  accepted: z.optional(z.boolean()),
  playerSessionId: z.optional(named),
});

/** Every event lists all tickets that it is about, those of a whole match in one event. Required is what says where they stand. */
const everyEvent = {
  tickets: z.array(
    z.looseObject({
      ticketId: z.string().check(z.minLength(1), z.maxLength(128)),
      startTime: z.optional(z.iso.datetime()),
      players: z.array(player),
    }),
  ),
  matchId: z.optional(named),
  customEventData: z.optional(z.string()),
};
const metrics = z.optional(
  z.array(z.looseObject({ ruleName: z.string(), passedCount: count, failedCount: count })),
);
/** An end without a match that is played. */
const ended = {
  ...everyEvent,
  reason: z.optional(z.string()),
  message: z.optional(z.string()),
  ruleEvaluationMetrics: metrics,
};

const searching = z.looseObject({
  ...everyEvent,
  type: z.literal('MatchmakingSearching'),
  /** Seconds, despite its name. */
  estimatedWaitMillis: z.optional(z.union([count, z.literal('NOT_AVAILABLE')])),
});
const potentialMatch = z.looseObject({
  ...everyEvent,
  type: z.literal('PotentialMatchCreated'),
  acceptanceRequired: z.boolean(),
  /** Seconds. */
  acceptanceTimeout: z.optional(count),
  ruleEvaluationMetrics: metrics,
});
const accept = z.looseObject({ ...everyEvent, type: z.literal('AcceptMatch') });
const acceptCompleted = z.looseObject({
  ...everyEvent,
  type: z.literal('AcceptMatchCompleted'),
  /** `Accepted`, `Rejected` or `TimedOut`. */
  acceptance: z.string(),
});
/** The address is there when GameLift has placed the game, which the mode STANDALONE leaves to others. */
const succeeded = z.looseObject({
  ...everyEvent,
  type: z.literal('MatchmakingSucceeded'),
  gameSessionInfo: z.looseObject({
    gameSessionArn: z.optional(z.string()),
    ipAddress: z.optional(named),
    dnsName: z.optional(z.string()),
    port: z.optional(z.int().check(z.minimum(1), z.maximum(65_535))),
    players: z._default(z.array(player), []),
  }),
});
const timedOut = z.looseObject({ ...ended, type: z.literal('MatchmakingTimedOut') });
const cancelled = z.looseObject({ ...ended, type: z.literal('MatchmakingCancelled') });
const failed = z.looseObject({ ...ended, type: z.literal('MatchmakingFailed') });
/** A type that the reference does not name, kept under `name`. */
const unknown = z.object({ type: z.literal('Unknown'), name: z.string() });

const known = [
  searching,
  potentialMatch,
  accept,
  acceptCompleted,
  succeeded,
  timedOut,
  cancelled,
  failed,
] as const;
const KNOWN_TYPES: ReadonlySet<unknown> = new Set(known.map(({ shape }) => shape.type.def.values[0]));

const detail = z.pipe(
  z.pipe(
    z.looseObject({ type: z.string().check(z.minLength(1)) }),
    z.transform((given): unknown =>
      KNOWN_TYPES.has(given.type) ? given : { type: 'Unknown', name: given.type },
    ),
  ),
  z.discriminatedUnion('type', [...known, unknown]),
);

/**
 * A matchmaking event, in EventBridge and in the messages of a configuration's SNS topic alike. Events may be lost, late,
 * repeated and out of order; `time` orders those of a ticket. An event of a type that is not known has the type
 * `Unknown`. https://docs.aws.amazon.com/gameliftservers/latest/flexmatchguide/match-events.html
 */
export const flexMatchEvent = z.looseObject({
  id: z.string().check(z.minLength(1)),
  source: z.literal('aws.gamelift'),
  'detail-type': z.literal('GameLift Matchmaking Event'),
  time: z.iso.datetime(),
  resources: z.optional(z.array(z.string())),
  detail,
});
/** One event of a matchmaking ticket or a match, with `time` as text in ISO 8601. */
export type FlexMatchEvent = z.infer<typeof flexMatchEvent>;
/** What the event tells; `type` says which members it has. */
export type FlexMatchDetail = FlexMatchEvent['detail'];
