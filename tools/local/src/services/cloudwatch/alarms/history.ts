import { type Alarm, type AlarmConfig, type AlarmState, periodOf } from './alarm.ts';
import { javaTime } from './alarm-message.ts';
import type { HistoryItem } from './alarm-rows.ts';
import type { Judgement } from './judge.ts';

/** A state and why. */
export type Change = { state: AlarmState; reason: string; reasonData?: string | undefined };

/** What an evaluation says of itself, beside its reason. */
export function evaluated(
  config: AlarmConfig,
  { state, reason, considered }: Judgement & { state: AlarmState },
  now: number,
): Change {
  const { Statistic, ExtendedStatistic, Threshold: threshold } = config;
  const statistic = Statistic ?? ExtendedStatistic;
  const oldest = considered.at(-1);
  const data = {
    ...{ version: '1.0', queryDate: javaTime(now) },
    ...(oldest && { startDate: javaTime(oldest.time) }),
    ...(statistic !== undefined && { statistic }),
    period: periodOf(config),
    recentDatapoints: considered.map(({ value }) => value).toReversed(),
    threshold,
    evaluatedDatapoints: considered.map(({ time, value }) => ({ timestamp: javaTime(time), value })),
  };
  return { state, reason, reasonData: JSON.stringify(data) };
}

export function changed(before: Alarm, after: Alarm): HistoryItem {
  const summary = `Alarm updated from ${before.state} to ${after.state}`;
  const data = { version: '1.0', oldState: stateOf(before), newState: stateOf(after) };
  return { alarm: after.name, time: after.stateAt, type: 'StateUpdate', summary, data: JSON.stringify(data) };
}

function stateOf({ state: stateValue, reason: stateReason, reasonData }: Alarm): object {
  const data: unknown = reasonData === undefined ? undefined : parsed(reasonData);
  return { stateValue, stateReason, ...(data !== undefined && { stateReasonData: data }) };
}

/** A client may set data that is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function configured(alarm: Alarm, what: 'created' | 'updated' | 'deleted'): HistoryItem {
  const data = JSON.stringify({ version: '1.0', type: what, updatedAlarm: alarm.config });
  return {
    ...{ alarm: alarm.name, time: alarm.configuredAt, type: 'ConfigurationUpdate' as const, data },
    summary: `Alarm "${alarm.name}" ${what}`,
  };
}

type Action = { alarm: string; topic: string; message: string };

export function publishedAction(action: Action, now: number): HistoryItem {
  return actionItem(action, now, `Successfully executed action ${action.topic}`, {
    actionState: 'Succeeded',
  });
}

export function failedAction(action: Action, error: string, now: number): HistoryItem {
  const summary = `Failed to execute action ${action.topic}. Received error: "${error}"`;
  return actionItem(action, now, summary, { actionState: 'Failed', error });
}

function actionItem(
  { alarm, topic, message }: Action,
  time: number,
  summary: string,
  outcome: object,
): HistoryItem {
  const data = { ...outcome, notificationResource: topic, publishedMessage: message };
  return { alarm, time, type: 'Action', summary, data: JSON.stringify(data) };
}
