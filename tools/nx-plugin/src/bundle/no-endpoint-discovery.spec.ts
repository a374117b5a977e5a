import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { createBundler, stopBundling } from './bundle-app.ts';
import { resolveEndpointDiscoveryConfig } from './no-endpoint-discovery.ts';

afterAll(() => stopBundling());

it('stands in the bundle of an app with tables for the endpoint discovery of the SDK and its cache', async () => {
  const { bundle, forget } = createBundler(join(import.meta.dirname, '../../../..'));
  const [made] = await bundle(['apps/ride-reader'], []);
  await forget();
  const used = made?.used ?? [];
  expect(used).toContain('tools/nx-plugin/src/bundle/no-endpoint-discovery.ts');
  expect(
    used.filter((file) => /endpoint-discovery\/|endpoint-cache|mnemonist|obliterator/.test(file)),
  ).toEqual([]);
});

it('lets a client be made that discovers nothing', async () => {
  const config = resolveEndpointDiscoveryConfig({ endpointDiscoveryEnabledProvider: async () => undefined });
  expect(await config.endpointDiscoveryEnabled()).toBe(false);
});

it('says what to do when a client is to discover its endpoint', () => {
  expect(() => resolveEndpointDiscoveryConfig({ endpointDiscoveryEnabled: true })).toThrow(
    /take @aws-sdk\/middleware-endpoint-discovery out of the alias/,
  );
});
