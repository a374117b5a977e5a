import * as z from 'zod';

/** One thing that a call made, by the keys under which what follows names it; `item` is what was sent. */
export type Made = { keys: readonly string[]; item?: string };

const loose = z
  .custom<Record<string, unknown>>((value) => typeof value === 'object' && value !== null)
  .catch({});
const entries = z.array(loose).catch([]);

/**
 * What a call made that something may follow from: a message, an event, a ticket, an execution. One for each item of a
 * batch, in the order of the answer.
 */
export function madeBy(operation: string, body: string, answer: string): Made[] {
  if (answer.startsWith('<')) return ofXml(answer);
  const given = parsed(body);
  const output = parsed(answer);
  switch (operation) {
    case 'SendMessage':
      return [messageKeys(output, String(given['MessageBody'] ?? ''))];
    case 'SendMessageBatch': {
      const sent = new Map(entries.parse(given['Entries']).map((each) => [each['Id'], each['MessageBody']]));
      return entries
        .parse(output['Successful'])
        .map((each) => messageKeys(each, String(sent.get(each['Id']) ?? '')));
    }
    case 'PutEvents':
      return entries.parse(output['Entries']).map(({ EventId }, index) => {
        const item = JSON.stringify(entries.parse(given['Entries'])[index] ?? {});
        return { keys: EventId === undefined ? [] : [`event:${String(EventId)}`], item };
      });
    case 'StartMatchmaking':
    case 'StartMatchBackfill': {
      const { TicketId } = loose.parse(output['MatchmakingTicket']);
      return TicketId === undefined ? [] : [{ keys: [`ticket:${String(TicketId)}`] }];
    }
    case 'StartExecution':
      return output['executionArn'] === undefined
        ? []
        : [{ keys: [`execution:${String(output['executionArn'])}`] }];
    default:
      return [];
  }
}

function messageKeys({ MessageId }: Record<string, unknown>, item: string): Made {
  if (MessageId === undefined) return { keys: [] };
  return { keys: [`sqs:${String(MessageId)}`], item };
}

/** Answers of the query protocol: SNS, and SQS to older clients. */
function ofXml(answer: string): Made[] {
  const service = answer.includes('<MD5OfMessageBody>') ? 'sqs' : 'sns';
  return [...answer.matchAll(/<MessageId>([^<]+)</g)].map(([, id]) => ({ keys: [`${service}:${id}`] }));
}

function parsed(json: string): Record<string, unknown> {
  try {
    return loose.parse(JSON.parse(json));
  } catch {
    return {};
  }
}
