import { eventBridgeRecords, flexMatchEvent } from '@hanok/events';
import { asyncEvent, observe } from '@hanok/lambda';
import { countMatches } from '@hanok/matchmaking';

const observation = observe('game-flexmatch-event');

export const handler = asyncEvent({
  records: eventBridgeRecords,
  record: flexMatchEvent,
  ids: ({ id }) => ({ eventId: id }),
  handle: countMatches(observation),
  ...observation,
});
