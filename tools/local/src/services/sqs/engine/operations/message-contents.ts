import { invalidParameter, missingParameter, QueueError } from '../../queue-error.ts';
import type { MessageAttribute } from '../engine-message.ts';

/** AWS's bound for one message and for one batch together. */
export const MAX_MESSAGE_BYTES = 1_048_576;

/** What SQS takes: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const REFUSED = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const ALLOWED = '#x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF';

type Contents = { body: string; attributes: Readonly<Record<string, MessageAttribute>> };

/** Throws unless SQS would take the message: characters, attributes and size in bytes of UTF-8. */
export function checkContents({ body, attributes }: Contents, maxBytes: number): void {
  if (body === '') throw missingParameter('MessageBody');
  checkCharacters(body);
  const named = Object.entries(attributes);
  if (named.length > 10) {
    throw invalidParameter('MessageAttributes', named.length, 'At most 10 attributes are allowed.');
  }
  for (const [name, attribute] of named) checkAttribute(name, attribute);
  if (sizeOf({ body, attributes }) <= maxBytes) return;
  throw new QueueError(
    'InvalidParameterValue',
    `One or more parameters are invalid. Reason: Message must be shorter than ${maxBytes} bytes.`,
  );
}

/** Bytes that count against the limits: body, and each attribute's name, type and value. */
export function sizeOf({ body, attributes }: Contents): number {
  const sizes = Object.entries(attributes).map(
    ([name, { DataType, StringValue, BinaryValue }]) =>
      Buffer.byteLength(name + DataType + (StringValue ?? '')) +
      Buffer.byteLength(BinaryValue ?? '', 'base64'),
  );
  return sizes.reduce((sum, size) => sum + size, Buffer.byteLength(body));
}

function checkAttribute(name: string, { DataType, StringValue, BinaryValue }: MessageAttribute): void {
  const refuse = (reason: string) => invalidParameter('MessageAttributes', name, reason);
  const misnamed = /^(aws|amazon)\.|^\.|\.$|\.\./i.test(name) || !/^[\w.-]{1,256}$/.test(name);
  if (misnamed) throw refuse('The name is not allowed.');
  const kind = /^(String|Number|Binary)(\..+)?$/.exec(DataType)?.[1];
  if (kind === undefined || DataType.length > 256) {
    throw refuse('DataType must start with String, Number or Binary.');
  }
  const value = kind === 'Binary' ? BinaryValue : StringValue;
  if (value === undefined || value === '')
    throw new QueueError(
      'InvalidParameterValue',
      `Message (user) attribute '${name}' must contain a non-empty value of type '${kind}'.`,
    );
  if (kind === 'Number' && !Number.isFinite(Number(value))) throw refuse('The value is not a number.');
  if (kind !== 'Binary') checkCharacters(value);
}

function checkCharacters(value: string): void {
  if (!REFUSED.test(value)) return;
  throw new QueueError(
    'InvalidMessageContents',
    `Invalid characters found. Valid unicode characters are ${ALLOWED}.`,
  );
}
