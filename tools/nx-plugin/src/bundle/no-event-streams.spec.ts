import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { createBundler, stopBundling } from './bundle-app.ts';
import {
  EventStreamSerde,
  eventStreamSerdeProvider,
  resolveEventStreamSerdeConfig,
} from './no-event-streams.ts';

afterAll(() => stopBundling());

it('stands in the bundle of an app for the event streams of the SDK', async () => {
  const { bundle, forget } = createBundler(join(import.meta.dirname, '../../../..'));
  const [made] = await bundle(['apps/ride-reader'], []);
  await forget();
  const used = made?.used ?? [];
  expect(used).toContain('tools/nx-plugin/src/bundle/no-event-streams.ts');
  expect(used.filter((file) => file.includes('/event-streams/'))).toEqual([]);
});

it('lets a client be made, and says what to do when a stream is to be read or written', () => {
  const config = resolveEventStreamSerdeConfig({ eventStreamSerdeProvider });
  const refused =
    /leaves out the event streams of the AWS SDK: take @smithy\/core\/event-streams out of the alias/;
  expect(config.eventStreamMarshaller).toBeDefined();
  expect(() => eventStreamSerdeProvider().deserialize()).toThrow(refused);
  expect(() => new EventStreamSerde().serializeEventStream()).toThrow(refused);
  expect(() => new EventStreamSerde().deserializeEventStream()).toThrow(refused);
});
