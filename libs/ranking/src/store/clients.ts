import type { ScriptClient } from './script-client.ts';

type ScriptOptions = { keys: string[]; arguments: string[] };
/** A client, pool or cluster of node-redis 5 or newer. https://github.com/redis/node-redis */
type NodeRedis = {
  evalSha(sha: string, options: ScriptOptions): Promise<unknown>;
  eval(lua: string, options: ScriptOptions): Promise<unknown>;
};

/** The client as the ranking takes it. It is connected, and closed, by who made it. */
export function nodeRedisClient(client: NodeRedis): ScriptClient {
  const optionsOf = (keyCount: number, all: readonly (string | number)[]): ScriptOptions => ({
    keys: all.slice(0, keyCount).map(String),
    arguments: all.slice(keyCount).map(String),
  });
  return {
    evalsha: (sha, keyCount, ...all) => client.evalSha(sha, optionsOf(keyCount, all)),
    eval: (lua, keyCount, ...all) => client.eval(lua, optionsOf(keyCount, all)),
  };
}

/** A client of Valkey GLIDE, of one server or of a cluster. https://github.com/valkey-io/valkey-glide */
type Glide = { customCommand(command: string[]): Promise<unknown> };

/** The client as the ranking takes it. It is closed by who made it. */
export function glideClient(client: Glide): ScriptClient {
  const run = (command: string, script: string, keyCount: number, all: readonly (string | number)[]) =>
    client.customCommand([command, script, String(keyCount), ...all.map(String)]);
  return {
    evalsha: async (sha, keyCount, ...all) => {
      try {
        return await run('EVALSHA', sha, keyCount, all);
      } catch (thrown) {
        // GLIDE spells the code of the server's error in its own way.
        const isUnknown = thrown instanceof Error && /noscript/i.test(thrown.message);
        throw isUnknown ? new Error('NOSCRIPT', { cause: thrown }) : thrown;
      }
    },
    eval: (lua, keyCount, ...all) => run('EVAL', lua, keyCount, all),
  };
}
