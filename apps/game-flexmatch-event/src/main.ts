import { eventBridgeRecords } from '@hanok/events';
import { asyncEvent, observe } from '@hanok/lambda';
import { countMatches, flexMatchEvent } from '@hanok/matchmaking';

const observation = observe('game-flexmatch-event');

export const handler = asyncEvent({
  records: eventBridgeRecords,
  record: flexMatchEvent,
  ids: ({ id }) => ({ eventId: id }),
  handle: countMatches(observation),
  ...observation,
});
