import { clientSettings, endpointVariables } from './client-settings.ts';

/** An SQS engine of its own with one empty standard queue. Stop it in `afterAll`. */
export async function startQueue() {
  const { PurgeQueueCommand, ReceiveMessageCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  const { startFauxqs } = await import('fauxqs');
  const engine = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  const endpoint = `http://127.0.0.1:${engine.port}`;
  engine.createQueue('queue');
  const queueUrl = `${endpoint}/000000000000/queue`;
  const client = new SQSClient(clientSettings(endpoint));
  const stop = async () => {
    client.destroy();
    await engine.stop();
  };
  return {
    client,
    queueUrl,
    /** The environment in which a function finds the engine. */
    variables: endpointVariables({ SQS: endpoint }),
    /** The bodies of all messages, read as JSON; takes them off the queue. */
    take: async (): Promise<Record<string, unknown>[]> => {
      const bodies: Record<string, unknown>[] = [];
      for (;;) {
        const receive = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 });
        const { Messages: messages = [] } = await client.send(receive);
        if (messages.length === 0) break;
        bodies.push(...messages.map(({ Body = '' }): Record<string, unknown> => JSON.parse(Body)));
      }
      await client.send(new PurgeQueueCommand({ QueueUrl: queueUrl }));
      return bodies;
    },
    stop,
  };
}
