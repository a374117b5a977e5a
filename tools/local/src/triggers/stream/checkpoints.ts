/** Where a stream mapping's shards are read again after a restart. A saved value is on disk when `save` returns. */
export type Checkpoints = {
  /** The last sequence number that is done with; undefined when nothing was saved. */
  load(mappingId: string, shardId: string): string | undefined;
  save(mappingId: string, shardId: string, sequenceNumber: string): void;
};
