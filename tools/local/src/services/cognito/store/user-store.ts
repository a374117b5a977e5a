import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

const status = z.enum(['UNCONFIRMED', 'CONFIRMED', 'FORCE_CHANGE_PASSWORD']);

const attributes = z.object({ sub: z.string() }).catchall(z.string()).readonly();

/** Times in milliseconds since the epoch. */
export type User = {
  username: string;
  status: z.infer<typeof status>;
  passwordHash: string;
  /** When a temporary password ends. */
  passwordExpires: number | undefined;
  /** By name. */
  attributes: z.infer<typeof attributes>;
  /** The confirmation code that the user was sent last. */
  code: { value: string; expires: number } | undefined;
  createdAt: number;
  modifiedAt: number;
};

/** Users by pool. A login is any name that a user signs in with, written as the pool compares names. */
export type UserStore = {
  /** False, and nothing is stored, when one of the logins is taken. */
  insert(poolId: string, user: User, logins: readonly string[]): boolean;
  find(poolId: string, login: string): User | undefined;
  /** Stores all but name and time of creation; with `login` also one more login. False when that is another user's. */
  update(poolId: string, user: User, login?: string): boolean;
  /** With the user's logins, sessions and challenges. */
  remove(poolId: string, username: string): void;
  /** By name. */
  list(poolId: string): User[];
};

const row = z
  .object({
    username: z.string(),
    status,
    password_hash: z.string(),
    password_expires: z.number().nullable(),
    attributes: z.string(),
    code: z.string().nullable(),
    code_expires: z.number().nullable(),
    created: z.number(),
    modified: z.number(),
  })
  .transform((read): User => ({
    username: read.username,
    status: read.status,
    passwordHash: read.password_hash,
    passwordExpires: read.password_expires ?? undefined,
    attributes: attributes.parse(JSON.parse(read.attributes)),
    code: read.code === null ? undefined : { value: read.code, expires: read.code_expires ?? 0 },
    createdAt: read.created,
    modifiedAt: read.modified,
  }));

export function createUserStore(database: DatabaseSync): UserStore {
  const insertUser = database.prepare('INSERT OR IGNORE INTO user VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const insertLogin = database.prepare('INSERT OR IGNORE INTO login VALUES (?, ?, ?)');
  const ownerOf = database.prepare('SELECT username FROM login WHERE pool_id = ? AND name = ?');
  const byLogin = database.prepare(
    'SELECT user.* FROM user JOIN login USING (pool_id, username) WHERE pool_id = ? AND login.name = ?',
  );
  const ofPool = database.prepare('SELECT * FROM user WHERE pool_id = ? ORDER BY username');
  const updateUser = database.prepare(`
    UPDATE user SET status = ?, password_hash = ?, password_expires = ?, attributes = ?, code = ?, code_expires = ?,
      modified = ? WHERE pool_id = ? AND username = ?`);
  const deleteUser = database.prepare('DELETE FROM user WHERE pool_id = ? AND username = ?');

  const fields = (user: User) =>
    [
      ...[user.status, user.passwordHash, user.passwordExpires ?? null, JSON.stringify(user.attributes)],
      ...[user.code?.value ?? null, user.code?.expires ?? null],
    ] as const;
  const takeLogin = (poolId: string, login: string, username: string) =>
    insertLogin.run(poolId, login, username).changes > 0 ||
    ownerOf.get(poolId, login)?.['username'] === username;

  /** Keeps what `run` wrote when it answers true. */
  function transaction(run: () => boolean): boolean {
    database.exec('BEGIN IMMEDIATE');
    let kept = false;
    try {
      kept = run();
    } finally {
      database.exec(kept ? 'COMMIT' : 'ROLLBACK');
    }
    return kept;
  }

  function insert(poolId: string, user: User, logins: readonly string[]): boolean {
    const { username, createdAt, modifiedAt } = user;
    return transaction(
      () =>
        insertUser.run(poolId, username, ...fields(user), createdAt, modifiedAt).changes > 0 &&
        logins.every((login) => takeLogin(poolId, login, username)),
    );
  }

  function update(poolId: string, user: User, login?: string): boolean {
    return transaction(() => {
      updateUser.run(...fields(user), user.modifiedAt, poolId, user.username);
      return login === undefined || takeLogin(poolId, login, user.username);
    });
  }

  return {
    insert,
    find: (poolId, login) => row.optional().parse(byLogin.get(poolId, login)),
    update,
    remove: (poolId, username) => void deleteUser.run(poolId, username),
    list: (poolId) => ofPool.all(poolId).map((read) => row.parse(read)),
  };
}
