/**
 * What the ranking needs of a client of Redis or Valkey: to run a script by its digest or by its text. Clients of ioredis
 * 5 and 6 are one as they are, of one server or of a cluster; `@hanok/ranking/clients` makes one of other clients.
 */
export type ScriptClient = {
  /** The keys stand first. Rejects with an error whose message begins with `NOSCRIPT` when the server has no such script. */
  evalsha(sha: string, keyCount: number, ...keysAndArguments: (string | number)[]): Promise<unknown>;
  eval(lua: string, keyCount: number, ...keysAndArguments: (string | number)[]): Promise<unknown>;
  /** A client that says `end` is told to connect again. */
  readonly status?: string;
  connect?(): Promise<unknown>;
};
