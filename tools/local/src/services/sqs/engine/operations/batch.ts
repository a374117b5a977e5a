import * as z from 'zod';
import { QueueError } from '../../queue-error.ts';

/** The entries of a batch request, each parsed on its own later, so that a bad one fails alone. */
export const batchEntries = z.array(z.looseObject({ Id: z.string() }));

type Entry = z.infer<typeof batchEntries>[number];

/** Runs each entry; a refused one is reported with SQS's query code and does not stop the others. */
export function runBatch(entries: readonly Entry[], run: (entry: Entry) => object): object {
  checkEntries(entries);
  const successful: object[] = [];
  const failed: object[] = [];
  for (const entry of entries) {
    try {
      successful.push({ Id: entry.Id, ...run(entry) });
    } catch (error) {
      failed.push({ Id: entry.Id, ...refusal(error) });
    }
  }
  return {
    ...(successful.length > 0 && { Successful: successful }),
    ...(failed.length > 0 && { Failed: failed }),
  };
}

function checkEntries(entries: readonly Entry[]): void {
  if (entries.length === 0) {
    throw new QueueError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > 10) {
    const count = `You have sent ${entries.length}.`;
    throw new QueueError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. ${count}`,
    );
  }
  const ids = new Set<string>();
  for (const { Id } of entries) checkId(Id, ids);
}

function checkId(id: string, seen: Set<string>): void {
  if (!/^[\w-]{1,80}$/.test(id)) {
    throw new QueueError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
  if (seen.has(id)) throw new QueueError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
  seen.add(id);
}

function refusal(error: unknown): object {
  if (!(error instanceof QueueError)) throw error;
  return { Code: error.queryCode, Message: error.message, SenderFault: error.senderFault };
}
