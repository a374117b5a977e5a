/** What a trigger needs beside its templates. In texts `<name>` and `<pascal>` stand for the handler's name. */
export type Trigger = {
  /** What its events are called in the library, where the app needs their schemas: an export and its type each. */
  schemas: readonly string[];
  /** What the library imports, beside `@hanok/lambda`, and zod where it has a schema. */
  libraryNeeds?: readonly string[];
  /** A table of the library whose stream starts the function. */
  hasTable?: true;
  /** The most characters of a name, where Lambda's own limit is too long for a resource that has it in its name. */
  longestName?: number;
  /** Names of the resources that the stack makes. */
  resources: readonly string[];
  /** The queue of what could not be handled, and what it holds, for docs/operating.md. */
  failures?: { queue: string; holds: string };
  /** Without resources of its own, a handler is one statement in its stack. */
  hasOwnStackFile?: false;
  /** A command that sends one event to the local stack; `output <key>` answers an output of a stack. */
  send: string;
};

const FAILED_EVENTS = { queue: '<name>-failures', holds: 'events that failed three times' };
const BODY = `'{"Id":"1"}'`;
/** Version 1 of the AWS CLI needs the address for SQS. */
const SEND =
  'aws sqs send-message --endpoint-url "$AWS_ENDPOINT_URL" --queue-url "$(output <pascal>QueueUrl)"';

export const TRIGGERS: Readonly<Record<string, Trigger>> = {
  sqs: {
    schemas: ['Message'],
    longestName: 60,
    resources: ['<name>-queue', '<name>-dead-letters'],
    failures: { queue: '<name>-dead-letters', holds: 'messages that failed five times' },
    send: `${SEND} --message-body ${BODY}`,
  },
  fifo: {
    schemas: ['Message'],
    longestName: 60,
    resources: ['<name>-queue.fifo', '<name>-dead-letters.fifo'],
    failures: { queue: '<name>-dead-letters.fifo', holds: 'messages that failed five times' },
    send: `${SEND} --message-group-id a --message-body ${BODY}`,
  },
  stream: {
    schemas: ['Key', 'Image'],
    libraryNeeds: ['@hanok/tables'],
    hasTable: true,
    resources: ['<name>-failures'],
    failures: { queue: '<name>-failures', holds: 'changes that no retry helps' },
    send: `aws dynamodb put-item --table-name <pascal> --item '{"Id":{"S":"1"}}'`,
  },
  s3: {
    schemas: [],
    libraryNeeds: ['@hanok/events'],
    // A bucket's name has at most 63 characters, and account and region are in it.
    longestName: 34,
    resources: ['<name>-failures'],
    failures: FAILED_EVENTS,
    send: 'aws s3 cp README.md "s3://$(output <pascal>BucketName)/1"',
  },
  rest: {
    schemas: [],
    libraryNeeds: ['zod'],
    resources: ['<pascal>'],
    send: `curl -X POST "$(output <pascal>ApiUrl)<name>" -d ${BODY}`,
  },
  http: {
    schemas: [],
    libraryNeeds: ['zod'],
    resources: [],
    send: `curl -X POST "$(output <pascal>Url)<name>" -d ${BODY}`,
  },
  sns: {
    schemas: ['Message'],
    resources: ['<name>-topic', '<name>-failures'],
    failures: FAILED_EVENTS,
    send: `aws sns publish --topic-arn "$(output <pascal>TopicArn)" --message ${BODY}`,
  },
  event: {
    schemas: ['Detail'],
    resources: ['<name>-failures'],
    failures: FAILED_EVENTS,
    send: `aws events put-events --entries '[{"Source":"<lib>","DetailType":"<pascal>","Detail":"{\\"Id\\":\\"1\\"}"}]'`,
  },
  task: {
    schemas: ['Input'],
    resources: [],
    hasOwnStackFile: false,
    send: `aws lambda invoke --function-name <name> --payload fileb:///dev/stdin answer.json <<< ${BODY} && cat answer.json`,
  },
  websocket: {
    schemas: [],
    libraryNeeds: ['zod'],
    resources: ['<pascal>'],
    send: `node -e 'const s = new WebSocket(process.argv[1]); s.onopen = () => s.send(process.argv[2]); s.onmessage = ({ data }) => { console.log(data); s.close(); }' "$(output <pascal>SocketUrl)" ${BODY}`,
  },
};
