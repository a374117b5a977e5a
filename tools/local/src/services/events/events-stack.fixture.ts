import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { clientSettings } from '@hanok/testing';
import { createClock } from '../../clock.ts';
import { PLACE, startEndpoints, untilSettled } from '../../deliveries/endpoints.fixture.ts';
import { createEventDeliveries } from './deliver-event.ts';
import { createEventBus } from './event-bus.ts';
import { eventsService } from './events-service.ts';
import { openEventsStore } from './events-store.ts';

/** The default event bus behind a gateway, and a real client. An hour passes in 36 ms. */
export async function startEvents({ path = ':memory:', speed = 100_000 } = {}) {
  const clock = createClock(speed);
  const { endpoints, serve, ...world } = await startEndpoints('events.amazonaws.com');
  const client = new EventBridgeClient({ ...clientSettings(world.url), maxAttempts: 1 });
  const store = openEventsStore(path);
  const onNotice = (text: string) => void world.notices.push(text);
  const deliveries = createEventDeliveries({ rows: store.deliveries, clock, endpoints, onNotice });
  const { permissions } = world;
  const bus = createEventBus({ account: PLACE, clock, store, deliveries, permissions });
  serve(eventsService(bus));
  return {
    ...{ ...world, client, store, bus },
    settled: () => untilSettled(store.deliveries),
    stop: async () => {
      await bus.stop();
      client.destroy();
      await world.stop();
      store.close();
    },
  };
}

export type EventsStack = Awaited<ReturnType<typeof startEvents>>;
