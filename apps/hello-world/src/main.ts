import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createGreet, createGreetingsTable, createReadGreetings, hello } from '@hanok/greetings';
import { createLogger, createMetrics, env, parseEnv, rest } from '@hanok/lambda';

const { GREETINGS_TABLE, ALLOWED_ORIGINS } = parseEnv(
  { GREETINGS_TABLE: env.text('Greetings'), ALLOWED_ORIGINS: env.list('*') },
  process.env,
);
const service = 'hello-world';
const client = new DynamoDBClient({
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
});
const greetings = createGreetingsTable({ client, tableName: GREETINGS_TABLE });

export const handler = rest({
  routes: [hello, createGreet({ greetings }), createReadGreetings({ greetings })],
  cors: { origins: ALLOWED_ORIGINS },
  log: createLogger({ service }),
  metrics: createMetrics({ service }),
});
