import { randomUUID } from 'node:crypto';
import type { Account } from '../../arn.ts';
import { ApiError } from '../../gateway/api-error.ts';
import type { ServicePrincipal } from '../iam/evaluate-resource.ts';
import type { TellEvent } from './open-tickets.ts';

type Publish = (sender: ServicePrincipal, topicArn: string, publication: { message: string }) => void;
type ServiceEvent = { source: string; detailType: string; detail: object; resources: string[]; time: string };

/**
 * Tells each event to the default event bus and to the topic of its configuration, as far as the topic's policy lets
 * GameLift publish. As on AWS, an event that is not taken is lost; the stack has a notice of it, once.
 */
export function createTeller(options: {
  account: Account;
  publish: Publish;
  putEvent(event: ServiceEvent): void;
  onNotice(text: string): void;
}): TellEvent {
  const { account, publish, putEvent, onNotice } = options;
  const noticed = new Set<string>();
  return ({ arn: sourceArn, notificationTarget }, detail, at) => {
    const [source, detailType] = ['aws.gamelift', 'GameLift Matchmaking Event'];
    const [time, resources] = [new Date(at).toISOString(), [sourceArn]];
    putEvent({ source, detailType, detail, resources, time });
    if (notificationTarget === undefined) return;
    const sender = { service: 'gamelift.amazonaws.com', sourceArn, sourceAccount: account.accountId };
    const message = JSON.stringify({
      ...{ version: '0', id: randomUUID(), 'detail-type': detailType, source },
      ...{ account: account.accountId, time, region: account.region, resources, detail },
    });
    try {
      publish(sender, notificationTarget, { message });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const text = `gamelift: ${notificationTarget} does not take events of ${sourceArn}: ${error.message}`;
      if (!noticed.has(text)) onNotice(text);
      noticed.add(text);
    }
  };
}
