import { SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions } from '@hanok/lambda';
import type { Settings } from '../control.ts';
import { openResultOutbox } from '../results/result-outbox.ts';
import { createResultSender } from '../results/result-sender.ts';
import { openGameListener } from './game-listener.ts';
import { createSessions } from './sessions.ts';

export type OpenServer = Awaited<ReturnType<typeof openServer>>;

/** The game server in this process. Results of an earlier run that are not sent yet are sent first. */
export async function openServer(settings: Settings, onNotice: (text: string) => void) {
  const { queueUrl, region, credentials, stateFile, maxSessions, timeouts } = settings;
  await using opening = new AsyncDisposableStack();
  const outbox = openResultOutbox(stateFile, () => new Date());
  opening.defer(outbox.close);
  const endpoint = new URL(queueUrl).origin;
  // One try per call: the sender itself tries again.
  const client = new SQSClient({ ...clientOptions(), region, credentials, endpoint, maxAttempts: 1 });
  const sender = createResultSender({ ...timeouts, outbox, client, queueUrl, onNotice });
  opening.defer(sender.stop);
  const sessions = createSessions({ timeouts, maxSessions, outbox, onResults: sender.wake });
  opening.defer(sessions.stop);
  const { address, port, close } = await openGameListener(sessions, timeouts);
  opening.defer(close);
  sender.wake();
  const open = opening.move();
  return {
    ...{ address, port, place: sessions.place },
    /** Running games end without a result. Results that are still not sent stay in the state file. */
    stop: () => open.disposeAsync(),
  };
}
