import { DEFAULT_CHAT_SETTINGS } from '@hanok/chat';
import { CfnOutput, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { allowedOrigin } from '../../constructs/allowed-origin.ts';
import { createDashboard } from '../../constructs/dashboard.ts';
import { createDeadLetterQueue } from '../../constructs/dead-letter-queue.ts';
import { readQueue, runEvery } from '../../constructs/event-source.ts';
import { FUNCTION_TIMEOUT } from '../../constructs/hanok-function.ts';
import { KeptUserPool } from '../../constructs/kept-user-pool.ts';
import { ChatFunctions } from './chat-functions.ts';
import { ChatSocketApi } from './chat-socket-api.ts';
import { ChatTicketApi } from './chat-ticket-api.ts';

/** Rooms in which signed-in users talk over WebSocket. */
export class ChatStack extends Stack {
  /** `zips`: folder that holds `<app>/<app>.zip`. */
  constructor(scope: Construct, id: string, { zips }: { zips: string }) {
    super(scope, id, { description: 'Chat over WebSocket', analyticsReporting: false });
    const origin = allowedOrigin(this);
    const users = new KeptUserPool(this, 'Users', { name: 'Chat', accountsCan: 'talk in rooms' });
    const queue = createFanOutQueue(this);
    const functions = new ChatFunctions(this, 'Functions', { zips, queue });
    const clientId = users.client.userPoolClientId;
    const api = new ChatSocketApi(this, 'Socket', {
      authorize: functions.authorize({ issuer: users.pool.userPoolProviderUrl, clientId }),
      connect: functions.connect(origin),
      disconnect: functions.disconnect(),
      routes: functions.routes(leaseSeconds(this)),
    });
    const fanOut = functions.fanOut(api.stage.callbackUrl);
    api.allowPosts(fanOut);
    readQueue(fanOut, queue);
    runEvery(functions.sweep(), Duration.minutes(1));
    const tickets = new ChatTicketApi(this, 'Tickets', {
      users: users.pool,
      ticket: functions.ticket(origin).function,
    });
    createDashboard(this);
    new CfnOutput(this, 'ChatUrl', { value: api.stage.url });
    new CfnOutput(this, 'ChatTicketUrl', { value: `${tickets.url}chat/tickets` });
    new CfnOutput(this, 'ChatUserPoolId', { value: users.pool.userPoolId });
    new CfnOutput(this, 'ChatUserPoolClientId', { value: clientId });
  }
}

/** Parameter `LeaseSeconds`: clients join again within it, and one that does not is there no more. */
function leaseSeconds(stack: Stack): string {
  return new CfnParameter(stack, 'LeaseSeconds', {
    description: 'Seconds that a connection counts as present after it has joined',
    ...{ type: 'Number', default: DEFAULT_CHAT_SETTINGS.leaseSeconds, minValue: 1, maxValue: 7200 },
  }).valueAsString;
}

/** The queue of what is to be sent to rooms. What is late by then clients have asked for themselves. */
function createFanOutQueue(scope: Construct): Queue {
  const deadLetters = createDeadLetterQueue(scope, 'FanOutDeadLetters', 'chat-fanout-dead-letter-queue');
  return new Queue(scope, 'FanOutQueue', {
    queueName: 'chat-fanout-queue',
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(2),
    visibilityTimeout: Duration.seconds(6 * FUNCTION_TIMEOUT.toSeconds()),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: 3 },
  });
}
