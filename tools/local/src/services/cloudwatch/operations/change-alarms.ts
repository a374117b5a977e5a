import * as z from 'zod';
import { type JsonOperation, operation, parseJson } from '../../../gateway/json-service.ts';
import { alarmName, alarmState, checkedAlarm } from '../alarms/alarm.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import { ApiError } from '../../../gateway/api-error.ts';

const named = z.strictObject({ AlarmNames: z.array(alarmName).min(1).max(100) });
const stateInput = z.strictObject({
  AlarmName: alarmName,
  StateValue: alarmState,
  StateReason: z.string().max(1023),
  StateReasonData: z.string().max(4000).optional(),
});

/** The operations that change alarms. */
export const CHANGE_ALARM_OPERATIONS: Readonly<Record<string, JsonOperation<CloudWatch>>> = {
  PutMetricAlarm: operation(
    checkedAlarm({ AlarmName: alarmName }),
    ({ alarms }: CloudWatch, { AlarmName, ...config }) => {
      alarms.put(AlarmName, config);
      return undefined;
    },
  ),
  DeleteAlarms: operation(named, ({ alarms }: CloudWatch, { AlarmNames }) => {
    alarms.remove(AlarmNames);
    return undefined;
  }),
  SetAlarmState: operation(stateInput, ({ alarms }: CloudWatch, input) => {
    const { AlarmName, StateValue: state, StateReason: reason, StateReasonData: reasonData } = input;
    if (reasonData !== undefined && parseJson(reasonData) === undefined)
      throw new ApiError('InvalidFormatFault', 'StateReasonData is not valid JSON');
    alarms.setState(AlarmName, { state, reason, reasonData });
    return undefined;
  }),
  EnableAlarmActions: operation(named, ({ alarms }: CloudWatch, { AlarmNames }) => {
    alarms.enableActions(AlarmNames, true);
    return undefined;
  }),
  DisableAlarmActions: operation(named, ({ alarms }: CloudWatch, { AlarmNames }) => {
    alarms.enableActions(AlarmNames, false);
    return undefined;
  }),
};
