import { EMPTY_POOL, type Match, type Pool, type Proposal } from '@hanok/matchmaking';
import { openDatabase } from '../../state/open-database.ts';
import { readMatch, readProposal, readTicket, type StoredTicket } from './stored-rows.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS ticket (
  id TEXT PRIMARY KEY, configuration TEXT NOT NULL, game_session_arn TEXT, ended_at REAL, ticket TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS ticket_end ON ticket (ended_at);
CREATE TABLE IF NOT EXISTS proposal (id TEXT PRIMARY KEY, configuration TEXT NOT NULL, proposal TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS placing (id TEXT PRIMARY KEY, configuration TEXT NOT NULL, game_match TEXT NOT NULL);`;

/** The open tickets of one configuration: those in the pool, and the matches that get their game session. */
export type OpenOnes = { pool: Pool; placing: ReadonlyMap<string, Match> };
export const NO_TICKETS: OpenOnes = { pool: EMPTY_POOL, placing: new Map() };

export type MatchmakingStore = ReturnType<typeof openMatchmakingStore>;

/** Tickets, and the matches that they are in. What has returned survives kill -9. */
export function openMatchmakingStore(path: string) {
  const database = openDatabase(path, SCHEMA);
  const prepare = (sql: string) => database.prepare(sql);
  const tickets = {
    put: prepare(
      `INSERT INTO ticket VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE
       SET ended_at = excluded.ended_at, ticket = excluded.ticket`,
    ),
    find: prepare('SELECT * FROM ticket WHERE id = ?'),
    open: prepare('SELECT * FROM ticket WHERE ended_at IS NULL ORDER BY rowid'),
    latest: prepare(
      `SELECT * FROM ticket
       ORDER BY ended_at IS NOT NULL, CASE WHEN ended_at IS NULL THEN rowid ELSE -rowid END LIMIT 1000`,
    ),
    ofGame: prepare('SELECT * FROM ticket WHERE ended_at IS NULL AND game_session_arn = ?'),
    forget: prepare('DELETE FROM ticket WHERE ended_at <= ?'),
  };
  const rowsOf = (table: 'proposal' | 'placing') => ({
    all: prepare(`SELECT * FROM ${table} ORDER BY rowid`),
    put: prepare(`INSERT OR REPLACE INTO ${table} VALUES (?, ?, ?)`),
    remove: prepare(`DELETE FROM ${table} WHERE id = ?`),
  });
  const [proposals, placing] = [rowsOf('proposal'), rowsOf('placing')];

  function saveRows<Row>(
    configuration: string,
    { put, remove }: ReturnType<typeof rowsOf>,
    before: ReadonlyMap<string, Row>,
    after: ReadonlyMap<string, Row>,
  ): void {
    for (const id of before.keys()) if (!after.has(id)) remove.run(id);
    for (const [id, row] of after)
      if (before.get(id) !== row) put.run(id, configuration, JSON.stringify(row));
  }

  return {
    find: (id: string): StoredTicket | undefined => tickets.find.all(id).map(readTicket)[0],
    /** The open ones, the oldest first, then the ended ones, the latest first; 1,000 at most. */
    latest: (): StoredTicket[] => tickets.latest.all().map(readTicket),
    /** Open backfills for a game. */
    ofGame: (gameSessionArn: string): StoredTicket[] => tickets.ofGame.all(gameSessionArn).map(readTicket),
    /** What an earlier run left, by configuration. */
    open: (): Map<string, OpenOnes> => {
      const waiting = Map.groupBy(
        tickets.open
          .all()
          .map(readTicket)
          .filter(({ status }) => status === 'QUEUED' || status === 'SEARCHING')
          .sort((a, b) => a.ticket.startTime - b.ticket.startTime),
        ({ configuration }) => configuration,
      );
      const asked = Map.groupBy(proposals.all.all().map(readProposal), ([name]) => name);
      const ready = Map.groupBy(placing.all.all().map(readMatch), ([name]) => name);
      const names = new Set([...waiting.keys(), ...asked.keys(), ...ready.keys()]);
      return new Map(
        [...names].map((name) => [
          name,
          {
            pool: {
              waiting: (waiting.get(name) ?? []).map(({ ticket, status }) => ({
                ...{ ticket, isSearching: status === 'SEARCHING' },
              })),
              proposals: (asked.get(name) ?? []).map(([, proposal]) => proposal),
            },
            placing: new Map((ready.get(name) ?? []).map(([, id, match]) => [id, match])),
          },
        ]),
      );
    },
    /** All of it survives a crash, or none. */
    save: (
      configuration: string,
      changed: readonly StoredTicket[],
      before: OpenOnes,
      after: OpenOnes,
    ): void => {
      database.exec('BEGIN');
      try {
        for (const each of changed) {
          const { ticket, endTime = null, gameSessionArn = null } = each;
          const row = JSON.stringify(each);
          tickets.put.run(ticket.ticketId, configuration, gameSessionArn, endTime, row);
        }
        saveRows(configuration, proposals, byMatch(before.pool), byMatch(after.pool));
        saveRows(configuration, placing, before.placing, after.placing);
        database.exec('COMMIT');
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    /** Removes the tickets that ended up to then. */
    forgetUntil: (time: number) => void tickets.forget.run(time),
    clear: () => database.exec('DELETE FROM ticket; DELETE FROM proposal; DELETE FROM placing;'),
    close: () => database.close(),
  };
}

function byMatch({ proposals }: Pool): Map<string, Proposal> {
  return new Map(proposals.map((proposal) => [proposal.matchId, proposal]));
}
