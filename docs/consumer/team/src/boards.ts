import { GlideClient } from '@valkey/valkey-glide';
import { createRedisBoard, createRedisClient, type ScriptClient } from '@hanok/ranking';
import { glideClient, nodeRedisClient } from '@hanok/ranking/clients';
import { Redis } from 'ioredis';
import { Redis as Redis5 } from 'ioredis-5';
import { createClient } from 'redis';
import { createClient as createClient5 } from 'redis-5';

const HOST = '127.0.0.1';
const port = Number(process.env['REDIS_PORT']);
const own = createRedisClient({ host: HOST, port });
const six = new Redis({ host: HOST, port });
const five = new Redis5({ host: HOST, port });
const nodeRedis = await createClient({ url: `redis://${HOST}:${port}` }).connect();
const nodeRedis5 = await createClient5({ url: `redis://${HOST}:${port}` }).connect();
const glide = await GlideClient.createClient({ addresses: [{ host: HOST, port }] });
const clients: Record<string, ScriptClient> = {
  createRedisClient: own,
  'ioredis 6': six,
  'ioredis 5': five,
  'node-redis': nodeRedisClient(nodeRedis),
  'node-redis 5': nodeRedisClient(nodeRedis5),
  'Valkey GLIDE': glideClient(glide),
};

const ranks: Record<string, unknown> = {};
for (const [name, client] of Object.entries(clients)) {
  await six.script('FLUSH'); // Each client meets a server that does not know the scripts.
  const board = createRedisBoard({ client, name: `${process.env['PREFIX']} ${name}` });
  const changes = [
    { player: 'kim', sequenceNumber: '1', rating: { score: 1100, since: 1 } },
    { player: 'lee', sequenceNumber: '2', rating: { score: 1200, since: 2 } },
  ];
  await board.update(changes);
  const applied = await board.update(changes);
  const found = await board.find('kim', 1);
  ranks[name] = {
    again: applied.length,
    kim: found?.line.Rank,
    page: (await board.page({ offset: 0, limit: 10 })).map(({ Player }) => Player),
  };
}
console.log(JSON.stringify({ program: 'boards', ranks }));
for (const client of [own, six, five]) client.disconnect();
nodeRedis.destroy();
nodeRedis5.destroy();
glide.close();
