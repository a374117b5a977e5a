import { randomUUID } from 'node:crypto';
import { type Account, nameInArn, readArn } from '../../arn.ts';
import type { Clock } from '../../clock.ts';
import type { Deliveries } from '../../deliveries/create-deliveries.ts';
import { isPermitted } from '../lambda/is-permitted.ts';
import type { InvokePermission } from '../lambda/lambda-uses.ts';
import type { EventDelivery, EventsStore } from './events-store.ts';
import { checkRule, matcherOf, type Rule } from './rule.ts';
import { createSchedules } from './schedules.ts';

/** An event before it has an id; the time as it is written, such as `2026-01-31T12:00:00Z`. */
export type NewEvent = {
  source: string;
  detailType: string;
  detail: object;
  resources?: readonly string[];
  time: string;
  /** The header of X-Ray of who puts it; no part of the event. */
  trace?: string | undefined;
};

/** The default event bus: its rules and what they send. */
export type EventBus = {
  account: Account;
  clock: Pick<Clock, 'now'>;
  /** In the order of their names. */
  rules(): Rule[];
  find(name: string): Rule | undefined;
  /** Throws `ApiError` for a rule that the stack does not run. */
  put(rule: Rule, isOfTemplate?: boolean): void;
  remove(name: string): void;
  /** Keeps the events for every rule that they match before it returns; answers their ids. */
  send(events: readonly NewEvent[]): string[];
  /** Throws when a function may not be invoked by a rule of a template that has it for a target. */
  checkPermissions(): void;
  /** Ends the rules of earlier templates, and begins to run schedules and to deliver. */
  start(): void;
  /** Forgets what is not delivered; rules stay, and schedules begin anew. */
  reset(): Promise<void>;
  /** Resolves when no rule will run again. */
  stop(): Promise<void>;
};

export function createEventBus(options: {
  account: Account;
  clock: Clock;
  store: EventsStore;
  deliveries: Deliveries<EventDelivery>;
  permissions: readonly InvokePermission[];
}): EventBus {
  const { account, clock, store, deliveries, permissions } = options;
  const { rules } = store;
  const ofTemplates = new Set<string>();

  function deliver(
    sent: readonly { rule: Rule; eventId: string; event: string; trace?: string | undefined }[],
  ): void {
    const added = sent.flatMap(({ rule: { arn, targets }, ...event }) =>
      targets.map((target) => ({ ruleArn: arn, target, ...event, acceptedAt: clock.now() })),
    );
    deliveries.begin(store.deliveries.add(added));
  }

  const schedules = createSchedules(clock, (name, dueAt) => {
    const rule = rules.find(name);
    if (rule === undefined) return;
    const event = envelope(scheduledEvent(rule, dueAt), account);
    deliver([{ rule, eventId: event.id, event: JSON.stringify(event) }]);
  });

  return {
    account,
    clock,
    rules: rules.all,
    find: rules.find,
    put: (rule, isOfTemplate = false) => {
      checkRule(rule);
      rules.put(rule, isOfTemplate);
      if (isOfTemplate) ofTemplates.add(rule.name);
      schedules.set(rule);
    },
    remove: (name) => {
      rules.remove(name);
      schedules.remove(name);
    },
    send: (events) => {
      const made = events.map((event) => envelope(event, account));
      const traces = events.map(({ trace }) => trace);
      const matching = rules
        .all()
        .filter(({ isEnabled, pattern }) => isEnabled && pattern !== undefined)
        .map((rule) => ({ rule, matches: matcherOf(rule.pattern ?? '') }));
      const sent = made.flatMap((event, index) => {
        const [eventId, text] = [event.id, JSON.stringify(event)];
        const found = matching.filter(({ matches }) => matches(event));
        return found.map(({ rule }) => ({ rule, eventId, event: text, trace: traces[index] }));
      });
      deliver(sent);
      return made.map(({ id }) => id);
    },
    checkPermissions: () => {
      for (const name of ofTemplates) checkPermissions(rules.find(name), permissions);
    },
    start: () => {
      for (const { name } of rules.ofTemplates()) if (!ofTemplates.has(name)) rules.remove(name);
      schedules.start(rules.all());
      deliveries.start();
    },
    reset: async () => {
      schedules.restart();
      await deliveries.clear();
    },
    stop: async () => {
      await schedules.stop();
      await deliveries.stop();
    },
  };
}

/** https://docs.aws.amazon.com/eventbridge/latest/ref/events-structure.html */
function envelope({ source, detailType, detail, resources = [], time }: NewEvent, account: Account) {
  return {
    ...{ version: '0', id: randomUUID(), 'detail-type': detailType, source },
    ...{ account: account.accountId, time, region: account.region, resources, detail },
  };
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
function scheduledEvent({ arn }: Rule, dueAt: number): NewEvent {
  return {
    ...{ source: 'aws.events', detailType: 'Scheduled Event', detail: {}, resources: [arn] },
    time: inSeconds(dueAt),
  };
}

/** A time as EventBridge writes it. */
export function inSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function checkPermissions(rule: Rule | undefined, permissions: readonly InvokePermission[]): void {
  for (const { arn: functionArn } of rule?.targets ?? []) {
    const sourceArn = rule?.arn ?? '';
    if (readArn(functionArn).service !== 'lambda') continue;
    if (!isPermitted(permissions, { service: 'events.amazonaws.com', functionArn, sourceArn }))
      throw new Error(
        `No AWS::Lambda::Permission lets EventBridge invoke ${nameInArn(functionArn)} for ${sourceArn}`,
      );
  }
}
