import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { Redis } from 'ioredis';
import { readFileSync } from 'node:fs';
import * as z from 'zod';

const gomokuOutputs = z.looseObject({
  GameResultQueueUrl: z.string(),
  GameResultDeadLetterQueueUrl: z.string(),
  PlayerTableName: z.string(),
  RankingApiUrl: z.string(),
  RankingRedisEndpoint: z.string(),
});

/** What a game server, a game client and an onlooker do with the stack `Gomoku`, each with the usual client. */
export function gomokuClients(stack: {
  url: string;
  outputs: Record<string, unknown>;
  redisCa: string | undefined;
}) {
  const outputs = gomokuOutputs.parse(stack.outputs.Gomoku);
  const config = {
    endpoint: stack.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'demo', secretAccessKey: 'demo' },
  };
  const sqs = new SQSClient(config);
  const dynamodb = new DynamoDBClient(config);
  const redis = connect(outputs.RankingRedisEndpoint, stack.redisCa);
  return {
    outputs,
    send: async (MessageBody: string) => {
      await sqs.send(new SendMessageCommand({ QueueUrl: outputs.GameResultQueueUrl, MessageBody }));
    },
    player: async (name: string) => {
      const Key = { PlayerName: { S: name } };
      const { Item } = await dynamodb.send(new GetItemCommand({ TableName: outputs.PlayerTableName, Key }));
      return Item && { Score: Number(Item.Score?.N), Win: Number(Item.Win?.N), Lose: Number(Item.Lose?.N) };
    },
    rating: async (name: string) => Number(await redis.zscore('Rating', name)),
    /** Takes a player off the board, as no function does. */
    forget: (name: string) => redis.zrem('Rating', name),
    ranking: async (): Promise<unknown> => (await fetch(`${outputs.RankingApiUrl}ranking`)).json(),
    messagesLeft: async () => {
      const AttributeNames = [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
      ] as const;
      const QueueUrl = outputs.GameResultQueueUrl;
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
      );
      return AttributeNames.reduce((sum, name) => sum + Number(Attributes?.[name]), 0);
    },
    deadLetter: async () => {
      const QueueUrl = outputs.GameResultDeadLetterQueueUrl;
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
      return Messages?.[0]?.Body;
    },
    close: () => {
      sqs.destroy();
      dynamodb.destroy();
      redis.disconnect();
    },
  };
}

export type GomokuClients = ReturnType<typeof gomokuClients>;

function connect(endpoint: string, caFile: string | undefined): Redis {
  const [host = '127.0.0.1', port] = endpoint.split(':');
  return new Redis({ host, port: Number(port), ...(caFile && { tls: { ca: readFileSync(caFile) } }) });
}
