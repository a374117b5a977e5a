import type { Account } from '../../../arn.ts';
import type { Clock } from '../../../clock.ts';
import { ApiError } from '../../../gateway/api-error.ts';
import type { MetricStore } from '../../metrics/metric-store.ts';
import { noSuchAlarm } from '../errors.ts';
import type { Alarm, AlarmConfig } from './alarm.ts';
import type { AlarmRows, HistoryItem } from './alarm-rows.ts';
import { createDueTimes } from './due-times.ts';
import { judge } from './judge.ts';
import { lastEnd, lookAtMetrics, lookMs, nextEnd } from './look-at-metrics.ts';
import { changed, type Change, configured, evaluated } from './history.ts';
import { actionsFor, alarmMessage } from './alarm-message.ts';
import { type Publish, tellTopics } from './tell-topics.ts';
import { createWatchedMetrics } from './watched-metrics.ts';

/** The alarms of the stack, evaluated on its clock. */
export type Alarms = {
  /** Makes an alarm, or changes one, which keeps its state. */
  put(name: string, config: AlarmConfig, ofTemplate?: boolean): void;
  /** Unknown names are left out. */
  remove(names: readonly string[]): void;
  /** By name. */
  list(): readonly Alarm[];
  /** Until the next evaluation. Throws `ResourceNotFound`. */
  setState(name: string, change: Change): void;
  enableActions(names: readonly string[], enabled: boolean): void;
  /** The newest first. */
  history(): readonly HistoryItem[];
  /** Removes the alarms of earlier templates, and begins to evaluate and to tell topics. */
  start(): void;
  /** Puts every alarm back to how it began, and forgets their history. */
  clear(): void;
  stop(): void;
};

/** Metrics are late by what gathers them; an alarm looks this much after the end of a period. */
const LATE_MS = 2_000;
const MOST_ALARMS = 5_000;

export function createAlarms(options: {
  rows: AlarmRows;
  store: MetricStore;
  clock: Clock;
  account: Account;
  publish: Publish;
}): Alarms {
  const { rows, store, clock, account } = options;
  const alarms = new Map(rows.all().map((alarm) => [alarm.name, alarm]));
  const ofTemplates = new Set<string>();
  const watched = createWatchedMetrics(store);
  const due = createDueTimes(clock, evaluate);
  let started = false;
  for (const alarm of alarms.values()) watched.add(alarm);

  function forget(alarm: Alarm): void {
    due.forget(alarm.name);
    watched.remove(alarm);
  }

  function evaluateSoon(name: string, after = clock.now()): void {
    const alarm = alarms.get(name);
    if (started && alarm !== undefined) due.set(name, nextEnd(alarm.config, after) + LATE_MS);
  }

  /** Looks at the end that was due: on a fast clock others may have passed since, and each is looked at. */
  function evaluate(name: string, dueAt: number): void {
    const alarm = alarms.get(name);
    if (alarm === undefined) return;
    const end = lastEnd(alarm.config, dueAt - LATE_MS);
    const judgement = judge(alarm.config, lookAtMetrics(store, alarm.config, end));
    const state = judgement.state ?? alarm.state;
    if (state !== alarm.state) change(alarm, evaluated(alarm.config, { ...judgement, state }, clock.now()));
    if (watched.lastValue(name) >= end - lookMs(alarm.config)) evaluateSoon(name, end);
  }

  function change(before: Alarm, next: Change): void {
    const now = clock.now();
    const isOther = next.state !== before.state;
    const after: Alarm = { ...before, ...next, stateAt: now, changedAt: isOther ? now : before.changedAt };
    alarms.set(after.name, after);
    rows.transaction(() => {
      rows.put(after);
      rows.note(changed(before, after));
      if (!isOther) return;
      const text = alarmMessage(after, before.state, account);
      for (const topic of new Set(actionsFor(after.config, after.state)))
        rows.send({ alarm: after.name, topic, ...text });
    });
    if (started) tellTopics(rows, options);
  }

  function put(name: string, config: AlarmConfig, ofTemplate = false): void {
    const before = alarms.get(name);
    if (ofTemplate) ofTemplates.add(name);
    if (before !== undefined && isSame(before, config, ofTemplate)) return;
    if (before === undefined && alarms.size >= MOST_ALARMS)
      throw new ApiError('LimitExceededFault', `The account has ${MOST_ALARMS} alarms, which is the most.`);
    const now = clock.now();
    const alarm: Alarm = {
      ...(before ?? newState(now)),
      ...{ name, config, configuredAt: now, ofTemplate },
    };
    if (before !== undefined) forget(before);
    alarms.set(name, alarm);
    watched.add(alarm);
    rows.transaction(() => {
      rows.put(alarm);
      rows.note(configured(alarm, before === undefined ? 'created' : 'updated'));
    });
    if (started) watched.readLastValues();
    evaluateSoon(name);
  }

  function remove(names: readonly string[]): void {
    rows.transaction(() => {
      for (const name of names) {
        const alarm = alarms.get(name);
        if (alarm === undefined) continue;
        forget(alarm);
        alarms.delete(name);
        rows.remove(name);
        rows.note({ ...configured(alarm, 'deleted'), time: clock.now() });
      }
    });
  }

  store.watch((key, time) => {
    for (const name of watched.note(key, time)) evaluateSoon(name);
  });

  return {
    put,
    remove,
    list: () => [...alarms.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    setState: (name, next) => {
      const alarm = alarms.get(name);
      if (alarm === undefined) throw noSuchAlarm();
      change(alarm, next);
      evaluateSoon(name);
    },
    enableActions: (names, ActionsEnabled) => {
      for (const name of names) {
        const alarm = alarms.get(name);
        if (alarm !== undefined) put(name, { ...alarm.config, ActionsEnabled }, alarm.ofTemplate);
      }
    },
    history: rows.history,
    clear: () => {
      due.stop();
      rows.transaction(() => {
        rows.clear();
        for (const alarm of alarms.values()) {
          forget(alarm);
          const fresh = { ...alarm, ...newState(clock.now()) };
          alarms.set(fresh.name, fresh);
          rows.put(fresh);
          watched.add(fresh);
          evaluateSoon(fresh.name);
        }
      });
    },
    start: () => {
      const gone = [...alarms.values()].filter(
        ({ name, ofTemplate }) => ofTemplate && !ofTemplates.has(name),
      );
      remove(gone.map(({ name }) => name));
      started = true;
      watched.readLastValues();
      for (const name of alarms.keys()) evaluateSoon(name);
      tellTopics(rows, options);
    },
    stop: () => {
      started = false;
      due.stop();
    },
  };
}

function newState(now: number) {
  const reason = 'Unchecked: Initial alarm creation';
  return { state: 'INSUFFICIENT_DATA', reason, reasonData: undefined, stateAt: now, changedAt: now } as const;
}

function isSame(before: Alarm, config: AlarmConfig, ofTemplate: boolean): boolean {
  return before.ofTemplate === ofTemplate && JSON.stringify(before.config) === JSON.stringify(config);
}
