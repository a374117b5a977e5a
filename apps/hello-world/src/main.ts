import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createGreetingTable, greet, readGreetings } from '@hanok/greetings';
import { clientOptions, env, observe, parseEnv, rest } from '@hanok/lambda';

const { GREETINGS_TABLE, ALLOWED_ORIGINS } = parseEnv(
  { GREETINGS_TABLE: env.text('Greetings'), ALLOWED_ORIGINS: env.list('*') },
  process.env,
);
const client = new DynamoDBClient(clientOptions());
const greetings = createGreetingTable({ client, table: GREETINGS_TABLE });

export const handler = rest({
  routes: [...greet({ greetings }), ...readGreetings({ greetings })],
  cors: { origins: ALLOWED_ORIGINS },
  ...observe('hello-world'),
});
