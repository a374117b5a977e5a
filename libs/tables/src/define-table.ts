/** An attribute of a key: text (`S`), a number (`N`) or bytes (`B`). */
type KeyAttribute = { name: string; type: 'S' | 'N' | 'B' };
export type TableKey = { partition: KeyAttribute; sort?: KeyAttribute };

/** What a table is, apart from its items. The deployed stacks, specs and benchmarks create it from here. */
export type TableDefinition = {
  /** The deployed name. A function reads it from its environment; specs and benchmarks create names of their own. */
  name: string;
  key: TableKey;
  /** Global secondary indexes by name; each holds all attributes of its items. */
  indexes?: Readonly<Record<string, TableKey>>;
  /** The attribute with the time to live: DynamoDB removes the item after this second since the epoch. */
  expires?: string;
  stream?: 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';
};

/** The definition as it is given, with its names known to the compiler. */
export function defineTable<const Definition extends TableDefinition>(definition: Definition): Definition {
  return definition;
}

/** The key of an item of the table, such as `{ RideId: string }`. */
export type KeyOf<Definition extends TableDefinition> = Named<Definition['key']['partition']> &
  (Definition['key'] extends { sort: infer Sort extends KeyAttribute } ? Named<Sort> : unknown);

type Named<Attribute extends KeyAttribute> = Readonly<
  Record<Attribute['name'], { S: string; N: number; B: Uint8Array }[Attribute['type']]>
>;
