import { openDatabase } from '../../../state/open-database.ts';
import { type ChallengeStore, createChallengeStore } from './challenge-store.ts';
import { createKeyStore, type KeyStore } from './key-store.ts';
import { createSessionStore, type SessionStore } from './session-store.ts';
import { createUserStore, type UserStore } from './user-store.ts';

/** Everything that user pools keep. */
export type UserPoolStore = {
  users: UserStore;
  sessions: SessionStore;
  challenges: ChallengeStore;
  keys: KeyStore;
  /** Forgets users, and with them their sessions and challenges; keys stay. */
  clear(): void;
  close(): void;
};

const schema = `
CREATE TABLE IF NOT EXISTS user (
  pool_id TEXT NOT NULL, username TEXT NOT NULL, status TEXT NOT NULL,
  password_hash TEXT NOT NULL, password_expires INTEGER,
  attributes TEXT NOT NULL, code TEXT, code_expires INTEGER,
  created INTEGER NOT NULL, modified INTEGER NOT NULL,
  PRIMARY KEY (pool_id, username)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS login (
  pool_id TEXT NOT NULL, name TEXT NOT NULL, username TEXT NOT NULL,
  PRIMARY KEY (pool_id, name),
  FOREIGN KEY (pool_id, username) REFERENCES user ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS session (
  id TEXT PRIMARY KEY, pool_id TEXT NOT NULL, client_id TEXT NOT NULL, username TEXT NOT NULL,
  refresh_digest TEXT NOT NULL UNIQUE, event_id TEXT NOT NULL,
  signed_in INTEGER NOT NULL, expires INTEGER NOT NULL, revoked INTEGER NOT NULL DEFAULT 0,
  FOREIGN KEY (pool_id, username) REFERENCES user ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS session_of_user ON session (pool_id, username);
CREATE TABLE IF NOT EXISTS challenge (
  digest TEXT PRIMARY KEY, pool_id TEXT NOT NULL, client_id TEXT NOT NULL, username TEXT NOT NULL,
  expires INTEGER NOT NULL,
  FOREIGN KEY (pool_id, username) REFERENCES user ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS challenge_of_user ON challenge (pool_id, username);
CREATE TABLE IF NOT EXISTS signing_key (pool_id TEXT PRIMARY KEY, jwk TEXT NOT NULL) WITHOUT ROWID;
`;

/**
 * Opens the store in a SQLite file, or in memory for `:memory:`, and forgets sessions and challenges that are over.
 * Passwords, refresh tokens and challenges lie there hashed.
 */
export function openUserPoolStore(file: string): UserPoolStore {
  const database = openDatabase(file, schema);
  for (const table of ['session', 'challenge'])
    database.prepare(`DELETE FROM ${table} WHERE expires < ?`).run(Date.now());
  return {
    users: createUserStore(database),
    sessions: createSessionStore(database),
    challenges: createChallengeStore(database),
    keys: createKeyStore(database),
    clear: () => database.exec('DELETE FROM user'),
    close: () => database.close(),
  };
}
