import * as z from 'zod';
import { openDatabase } from '../../state/open-database.ts';
import { type Message, message, type Subscription, subscription, type Topic, topic } from './topic.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS topic (arn TEXT PRIMARY KEY, topic TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS subscription (
  arn TEXT PRIMARY KEY, topic_arn TEXT NOT NULL REFERENCES topic (arn) ON DELETE CASCADE,
  of_template INTEGER NOT NULL, subscription TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS delivery (
  id INTEGER PRIMARY KEY, subscription_arn TEXT NOT NULL, message TEXT NOT NULL,
  attempts INTEGER NOT NULL, due_at REAL NOT NULL
);`;

/** A message on its way to a subscription: how often it was tried, and when the next try is due. */
export type Delivery = {
  id: number;
  subscriptionArn: string;
  message: Message;
  attempts: number;
  dueAt: number;
};

export type SnsStore = ReturnType<typeof openSnsStore>;

/** Topics, subscriptions and deliveries that are not done with. What has returned survives kill -9. */
export function openSnsStore(path: string) {
  const database = openDatabase(path, SCHEMA);
  const prepare = (sql: string) => database.prepare(sql);
  return {
    topics: topicRows(prepare),
    subscriptions: subscriptionRows(prepare),
    deliveries: deliveryRows(prepare),
    /** All of the work survives a crash, or none. */
    transaction: <Result>(work: () => Result): Result => {
      database.exec('BEGIN');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => database.close(),
  };
}

type Prepare = (sql: string) => ReturnType<ReturnType<typeof openDatabase>['prepare']>;

const jsonOf = <Output>(schema: z.ZodType<Output>, column: string) => {
  const row = z.object({ [column]: z.string() });
  return (columns: unknown): Output => schema.parse(JSON.parse(row.parse(columns)[column] ?? ''));
};

function topicRows(prepare: Prepare) {
  const put = prepare(
    'INSERT INTO topic VALUES (?, ?) ON CONFLICT (arn) DO UPDATE SET topic = excluded.topic',
  );
  const find = prepare('SELECT topic FROM topic WHERE arn = ?');
  const all = prepare('SELECT topic FROM topic ORDER BY arn');
  const remove = prepare('DELETE FROM topic WHERE arn = ?');
  const read = jsonOf(topic, 'topic');
  return {
    put: (one: Topic) => void put.run(one.arn, JSON.stringify(one)),
    find: (arn: string): Topic | undefined => find.all(arn).map(read)[0],
    all: (): Topic[] => all.all().map(read),
    /** With its subscriptions. */
    remove: (arn: string) => void remove.run(arn),
  };
}

function subscriptionRows(prepare: Prepare) {
  const put = prepare(
    `INSERT INTO subscription VALUES (?, ?, ?, ?) ON CONFLICT (arn) DO UPDATE
     SET of_template = max(of_template, excluded.of_template), subscription = excluded.subscription`,
  );
  const find = prepare('SELECT subscription FROM subscription WHERE arn = ?');
  const all = prepare('SELECT subscription FROM subscription ORDER BY rowid');
  const ofTopic = prepare('SELECT subscription FROM subscription WHERE topic_arn = ? ORDER BY rowid');
  const ofTemplates = prepare('SELECT subscription FROM subscription WHERE of_template = 1');
  const remove = prepare('DELETE FROM subscription WHERE arn = ?');
  const read = jsonOf(subscription, 'subscription');
  return {
    put: (one: Subscription, isOfTemplate: boolean) =>
      void put.run(one.arn, one.topicArn, isOfTemplate ? 1 : 0, JSON.stringify(one)),
    find: (arn: string): Subscription | undefined => find.all(arn).map(read)[0],
    all: (): Subscription[] => all.all().map(read),
    ofTopic: (arn: string): Subscription[] => ofTopic.all(arn).map(read),
    ofTemplates: (): Subscription[] => ofTemplates.all().map(read),
    remove: (arn: string) => void remove.run(arn),
  };
}

const deliveryRow = z.object({
  id: z.number(),
  subscription_arn: z.string(),
  message: z.string(),
  attempts: z.number(),
  due_at: z.number(),
});

function deliveryRows(prepare: Prepare) {
  const insert = prepare('INSERT INTO delivery VALUES (NULL, ?, ?, 0, ?)');
  const save = prepare('UPDATE delivery SET attempts = ?, due_at = ? WHERE id = ?');
  const remove = prepare('DELETE FROM delivery WHERE id = ?');
  const all = prepare('SELECT * FROM delivery ORDER BY id');
  return {
    add: (subscriptionArn: string, sent: Message, dueAt: number): Delivery => {
      const { lastInsertRowid } = insert.run(subscriptionArn, JSON.stringify(sent), dueAt);
      return { id: Number(lastInsertRowid), subscriptionArn, message: sent, attempts: 0, dueAt };
    },
    save: ({ id, attempts, dueAt }: Delivery) => void save.run(attempts, dueAt, id),
    remove: (id: number) => void remove.run(id),
    all: (): Delivery[] =>
      all.all().map((columns) => {
        const row = deliveryRow.parse(columns);
        const { id, subscription_arn: subscriptionArn, attempts, due_at: dueAt } = row;
        return { id, subscriptionArn, message: message.parse(JSON.parse(row.message)), attempts, dueAt };
      }),
  };
}
