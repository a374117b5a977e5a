import { SNSClient } from '@aws-sdk/client-sns';
import { clientSettings } from '@hanok/testing';
import { createClock } from '../../clock.ts';
import { PLACE, startEndpoints, untilSettled } from '../../deliveries/endpoints.fixture.ts';
import { createPublisher } from './delivery/publisher.ts';
import { snsService } from './sns-service.ts';
import { openSnsStore } from './sns-store.ts';
import { createTemplateTopics } from './template-topics.ts';
import { createTopics } from './topics.ts';

/**
 * Topics behind a gateway, and a real client. Twenty seconds pass in 20 ms. `path` is the file of the topics, in memory
 * by default.
 */
export async function startSns({ path = ':memory:' }: { path?: string } = {}) {
  const clock = createClock(1_000);
  const { endpoints, serve, ...world } = await startEndpoints('sns.amazonaws.com');
  const client = new SNSClient({ ...clientSettings(world.url), maxAttempts: 1 });
  const store = openSnsStore(path);
  const onNotice = (text: string) => void world.notices.push(text);
  const publisher = createPublisher({ store, clock, endpoints, onNotice });
  const topics = createTopics({ store, account: PLACE, clock, publisher });
  serve(snsService(topics));
  return {
    ...{ ...world, client, store, publisher, topics, templates: createTemplateTopics(topics) },
    settled: () => untilSettled(store.deliveries),
    stop: async () => {
      await publisher.stop();
      client.destroy();
      await world.stop();
      store.close();
    },
  };
}

export type SnsStack = Awaited<ReturnType<typeof startSns>>;
