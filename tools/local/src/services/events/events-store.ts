import * as z from 'zod';
import type { DeliveryRows, Tried } from '../../deliveries/create-deliveries.ts';
import { openDatabase } from '../../state/open-database.ts';
import { type Rule, rule, target } from './rule.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS rule (name TEXT PRIMARY KEY, of_template INTEGER NOT NULL, rule TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS delivery (
  id INTEGER PRIMARY KEY, contents TEXT NOT NULL, attempts INTEGER NOT NULL, due_at REAL NOT NULL
);`;

const contents = z.object({
  ruleArn: z.string(),
  target,
  eventId: z.string(),
  /** As JSON. */
  event: z.string(),
  acceptedAt: z.number(),
  /** The header of X-Ray of who put the event. */
  trace: z.string().optional(),
});
type Contents = z.infer<typeof contents>;

/** An event on its way to a target. */
export type EventDelivery = Contents & Tried;

export type EventsStore = {
  rules: {
    put(rule: Rule, isOfTemplate: boolean): void;
    find(name: string): Rule | undefined;
    all(): Rule[];
    ofTemplates(): Rule[];
    remove(name: string): void;
  };
  deliveries: DeliveryRows<EventDelivery> & {
    /** All of them, or none. */
    add(deliveries: readonly Contents[]): EventDelivery[];
  };
  close(): void;
};

/** Rules, and events that are not delivered. What has returned survives kill -9. */
export function openEventsStore(path: string): EventsStore {
  const database = openDatabase(path, SCHEMA);
  const prepare = (sql: string) => database.prepare(sql);
  return { rules: ruleRows(prepare), deliveries: deliveryRows(prepare), close: () => database.close() };
}

type Prepare = (sql: string) => ReturnType<ReturnType<typeof openDatabase>['prepare']>;

const ruleRow = z.object({ rule: z.string() });
const readRule = (columns: unknown) => rule.parse(JSON.parse(ruleRow.parse(columns).rule));

function ruleRows(prepare: Prepare): EventsStore['rules'] {
  const put = prepare(
    `INSERT INTO rule VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE
     SET of_template = max(of_template, excluded.of_template), rule = excluded.rule`,
  );
  const find = prepare('SELECT rule FROM rule WHERE name = ?');
  const all = prepare('SELECT rule FROM rule ORDER BY name');
  const ofTemplates = prepare('SELECT rule FROM rule WHERE of_template = 1');
  const remove = prepare('DELETE FROM rule WHERE name = ?');
  return {
    put: (one, isOfTemplate) => void put.run(one.name, isOfTemplate ? 1 : 0, JSON.stringify(one)),
    find: (name) => find.all(name).map(readRule)[0],
    all: () => all.all().map(readRule),
    ofTemplates: () => ofTemplates.all().map(readRule),
    remove: (name) => void remove.run(name),
  };
}

const deliveryRow = z.object({
  id: z.number(),
  contents: z.string(),
  attempts: z.number(),
  due_at: z.number(),
});

function deliveryRows(prepare: Prepare): EventsStore['deliveries'] {
  // One statement is one transaction.
  const insert = prepare(
    `INSERT INTO delivery (contents, attempts, due_at)
     SELECT value, 0, json_extract(value, '$.acceptedAt') FROM json_each(?) RETURNING id, contents, attempts, due_at`,
  );
  const save = prepare('UPDATE delivery SET attempts = ?, due_at = ? WHERE id = ?');
  const remove = prepare('DELETE FROM delivery WHERE id = ?');
  const all = prepare('SELECT * FROM delivery ORDER BY id');
  return {
    add: (added) => (added.length === 0 ? [] : insert.all(JSON.stringify(added)).map(readDelivery)),
    save: ({ id, attempts, dueAt }) => void save.run(attempts, dueAt, id),
    remove: (id) => void remove.run(id),
    all: () => all.all().map(readDelivery),
  };
}

function readDelivery(columns: unknown): EventDelivery {
  const { id, attempts, due_at: dueAt, contents: text } = deliveryRow.parse(columns);
  return { id, attempts, dueAt, ...contents.parse(JSON.parse(text)) };
}
