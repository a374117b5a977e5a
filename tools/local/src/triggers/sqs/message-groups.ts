/** Keeps the groups of a FIFO queue to one batch at a time, also when a visibility timeout ends in mid-batch. */
export type MessageGroups = {
  /** Takes the messages whose group is free and occupies those groups; messages without a group are always taken. */
  enter<Message extends { group: string | undefined }>(messages: readonly Message[]): Message[];
  leave(messages: readonly { group: string | undefined }[]): void;
};

export function createMessageGroups(): MessageGroups {
  const busy = new Set<string>();
  return {
    enter(messages) {
      const taken = messages.filter(({ group }) => group === undefined || !busy.has(group));
      for (const { group } of taken) if (group !== undefined) busy.add(group);
      return taken;
    },
    leave(messages) {
      for (const { group } of messages) if (group !== undefined) busy.delete(group);
    },
  };
}
