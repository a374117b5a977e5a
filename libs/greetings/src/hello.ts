import { ok, route } from '@hanok/lambda';

/** `GET /hello`: the JSON string `"Hello, World"`. */
export const hello = route({
  httpMethod: 'GET',
  resource: '/hello',
  handle: async () => ok('Hello, World'),
});
