import { attributeMap, jsonString, parseInput, type RideAnswer, rideAnswer } from '@hanok/events';
import * as z from 'zod/mini';
import { ItemShapeError } from './errors.ts';

/** How long a receipt answers for its request. */
export const RECEIPT_HOURS = 24;

/** The id by which a request is known when it comes again, and what it asks for. */
export type RequestId = { receiptId: string; fingerprint: string };
/** A request that was answered with a ride. */
export type Receipt = RequestId & { answer: RideAnswer };

const receiptItem = z.object({
  ReceiptId: z.string(),
  Fingerprint: z.string(),
  Answer: jsonString(rideAnswer),
  ExpiresAt: z.int(),
});

/** The receipt, or undefined when it has expired and waits for its removal. */
export function readReceipt(item: unknown, now: Date): Receipt | undefined {
  const parsed = parseInput(z.pipe(attributeMap, receiptItem), item);
  if (!parsed.ok) throw new ItemShapeError(`Receipts: ${parsed.reason}`);
  const { ReceiptId, Fingerprint, Answer, ExpiresAt } = parsed.value;
  if (ExpiresAt <= seconds(now)) return undefined;
  return { receiptId: ReceiptId, fingerprint: Fingerprint, answer: Answer };
}

/** The condition lets the first receipt of a request through, and another one once that has expired. */
export function putReceipt(TableName: string, { receiptId, fingerprint, answer }: Receipt, now: Date) {
  return {
    TableName,
    Item: {
      ReceiptId: { S: receiptId },
      Fingerprint: { S: fingerprint },
      Answer: { S: JSON.stringify(answer) },
      ExpiresAt: { N: String(seconds(now) + RECEIPT_HOURS * 3_600) },
    },
    ConditionExpression: 'attribute_not_exists(ReceiptId) OR ExpiresAt <= :now',
    ExpressionAttributeValues: { ':now': { N: String(seconds(now)) } },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

function seconds(now: Date): number {
  return Math.floor(now.getTime() / 1000);
}
