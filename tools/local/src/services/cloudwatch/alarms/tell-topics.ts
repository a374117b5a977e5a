import type { Account } from '../../../arn.ts';
import type { Clock } from '../../../clock.ts';
import { alarmArn } from './alarm-message.ts';
import type { AlarmRows } from './alarm-rows.ts';
import { failedAction, publishedAction } from './history.ts';

/** Tells a topic in the name of an alarm. Throws when it may not, or is not there. */
export type Publish = (
  alarmArn: string,
  topicArn: string,
  message: { subject: string; message: string },
) => void;

/** Tells topics what they have not been told yet; a message that its topic may have got before a kill comes again. */
export function tellTopics(
  rows: AlarmRows,
  { account, clock, publish }: { account: Account; clock: Clock; publish: Publish },
): void {
  for (const { id, ...said } of rows.outgoing()) {
    const { alarm, topic, subject, message } = said;
    try {
      publish(alarmArn(account, alarm), topic, { subject, message });
      rows.note(publishedAction(said, clock.now()));
    } catch (error) {
      rows.note(failedAction(said, error instanceof Error ? error.message : String(error), clock.now()));
    }
    rows.sent(id);
  }
}
