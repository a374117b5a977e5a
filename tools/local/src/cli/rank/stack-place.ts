import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { readRedisAddress } from './redis-address.ts';
import { anyKeys, type RankPlace } from './rank-place.ts';

/** No local stack runs where it was last. */
class StackNotRunningError extends Error {
  override readonly name = 'StackNotRunningError';
  override readonly message =
    'The local stack does not run: start it with `npm start`, or name a table and a Redis (see --help)';
}

const outputs = z.object({
  Gomoku: z.object({ PlayerTableName: z.string(), RankingRedisEndpoint: z.string() }),
  Local: z.object({ GatewayUrl: z.string(), RedisCertificate: z.string() }),
});

/** The place of the running local stack, by the outputs that it wrote. Throws `StackNotRunningError`. */
export async function stackPlace(outputsFile: string): Promise<RankPlace> {
  const { Gomoku, Local } = readOutputs(outputsFile);
  await fetch(Local.GatewayUrl).catch((cause: unknown) => {
    throw new StackNotRunningError(undefined, { cause });
  });
  const { host, port } = readRedisAddress(Gomoku.RankingRedisEndpoint);
  return {
    tableName: Gomoku.PlayerTableName,
    dynamodb: { endpoint: Local.GatewayUrl, region: 'us-east-1', credentials: anyKeys },
    redis: { host, port, tls: { ca: readFileSync(Local.RedisCertificate, 'utf8') } },
    local: true,
  };
}

function readOutputs(file: string): z.infer<typeof outputs> {
  try {
    return outputs.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new StackNotRunningError(undefined, { cause });
  }
}
