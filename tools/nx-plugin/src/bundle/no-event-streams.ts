/**
 * Stands in a bundle for `@smithy/core/event-streams`, which the SDK loads when an operation answers a stream of events,
 * such as `SelectObjectContent`. A module that is loaded late keeps all that it imports whole: without it a zip is 7 KB
 * smaller, and starts sooner. A workspace with such an operation takes the alias out of `bundle-options.ts`.
 * https://smithy.io/2.0/spec/streaming.html#event-streams
 */
function refuse(): never {
  throw new Error(
    'This bundle leaves out the event streams of the AWS SDK: take @smithy/core/event-streams out of the alias in bundle-options.ts',
  );
}

export class EventStreamSerde {
  serializeEventStream = refuse;
  deserializeEventStream = refuse;
}

/** Clients make one when they are made. */
export const eventStreamSerdeProvider = () => ({ serialize: refuse, deserialize: refuse });

type Input = { eventStreamSerdeProvider(input: unknown): unknown };

export const resolveEventStreamSerdeConfig = <Given extends Input>(input: Given) =>
  Object.assign(input, { eventStreamMarshaller: input.eventStreamSerdeProvider(input) });
