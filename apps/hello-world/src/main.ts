import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createGreet, createGreetingsTable, createReadGreetings, hello } from '@hanok/greetings';
import { clientOptions, env, observe, parseEnv, rest } from '@hanok/lambda';

const { GREETINGS_TABLE, ALLOWED_ORIGINS } = parseEnv(
  { GREETINGS_TABLE: env.text('Greetings'), ALLOWED_ORIGINS: env.list('*') },
  process.env,
);
const client = new DynamoDBClient(clientOptions());
const greetings = createGreetingsTable({ client, tableName: GREETINGS_TABLE });

export const handler = rest({
  routes: [hello, createGreet({ greetings }), createReadGreetings({ greetings })],
  cors: { origins: ALLOWED_ORIGINS },
  ...observe('hello-world'),
});
