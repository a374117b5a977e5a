import { ok, refusal, route, type Route } from '@hanok/lambda';
import * as z from 'zod/mini';
import { greetingName } from './greeting.ts';
import type { GreetingTable } from './tables/greeting-table.ts';

const limit = z.string().check(z.regex(/^([1-9]\d?|100)$/, 'expected a whole number from 1 to 100'));

/**
 * `GET /hello`: the JSON string `"Hello, World"`. `GET /greetings/{name}?limit=`: the greetings of a name, newest first,
 * 100 unless fewer are asked for.
 */
export function readGreetings({ greetings }: { greetings: Pick<GreetingTable, 'newest'> }): readonly Route[] {
  return [
    route({ httpMethod: 'GET', resource: '/hello', handle: async () => ok('Hello, World') }),
    route({
      httpMethod: 'GET',
      resource: '/greetings/{name}',
      path: z.object({ name: greetingName }),
      query: z.object({ limit: z._default(limit, '100') }),
      handle: async ({ path, query }, signal) => {
        const found = await greetings.newest(path.name, Number(query.limit), signal);
        return found.length > 0 ? ok(found) : refusal(404, 'name: no greeting of this name');
      },
    }),
  ];
}
