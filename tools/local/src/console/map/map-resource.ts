import { mapTraffic, stackMap } from '@hanok/console';
import * as z from 'zod';
import { consoleOperation, type ConsoleResource } from '../console-operation.ts';
import type { StackMapView } from './open-map.ts';

type Context = { map: Pick<StackMapView, 'graph' | 'read'> };

/** What the stacks are made of; `map` among the changes tells that there is more traffic. */
export const mapResource: ConsoleResource<Context> = [
  consoleOperation({
    method: 'GET',
    path: '/map',
    summary: 'What the stacks are made of, from their templates, and what leads to what.',
    input: z.strictObject({}),
    answer: stackMap,
    run: ({ map }: Context) => map.graph(),
  }),
  consoleOperation({
    method: 'GET',
    path: '/map/traffic',
    summary: 'What has gone over the map since the stack started, and what waits in its queues.',
    input: z.strictObject({}),
    answer: mapTraffic,
    run: ({ map }: Context) => map.read(),
  }),
];
