import { endpointsOf } from '../../deliveries/endpoints.ts';
import { disposable, part } from '../../stack/part.ts';
import { lambda } from '../lambda/part.ts';
import { sqs } from '../sqs/part.ts';
import { createEventDeliveries } from './deliver-event.ts';
import { createEventBus, type NewEvent } from './event-bus.ts';
import { eventsService } from './events-service.ts';
import { openEventsStore } from './events-store.ts';
import { eventRule } from './resources/event-rule.ts';

/** EventBridge: the default event bus, whose rules send to functions and queues by a pattern or a schedule. */
export const events = part({
  name: 'events',
  resources: [eventRule],
  needs: { lambda, sqs },
  open: async ({ clock, region, accountId, onNotice, statePath }, needs) => {
    const store = openEventsStore(statePath('events.db'));
    const { sendAsService } = needs.sqs;
    const endpoints = endpointsOf('events.amazonaws.com', { lambda: needs.lambda, sendAsService, accountId });
    const deliveries = createEventDeliveries({ rows: store.deliveries, clock, endpoints, onNotice });
    const { permissions } = needs.lambda;
    const account = { region, accountId };
    const bus = createEventBus({ account, clock, store, deliveries, permissions });
    return {
      uses: {
        bus,
        /** Puts an event of a service of AWS, whose source begins with `aws.`, on the bus; kept before it returns. */
        sendServiceEvent: (event: NewEvent) => void bus.send([event]),
      },
      service: eventsService(bus),
      finishTemplate: bus.checkPermissions,
      start: () => {
        bus.start();
        return disposable(bus.stop);
      },
      inFlight: () => (deliveries.underWay() > 0 ? [`${deliveries.underWay()} deliveries of events`] : []),
      reset: bus.reset,
      [Symbol.asyncDispose]: async () => store.close(),
    };
  },
});
