import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { ApiError } from '../../gateway/api-error.ts';
import { invalidParameter } from './errors.ts';
import type { Message } from './topic.ts';

const attribute = z.strictObject({
  DataType: z.string(),
  StringValue: z.string().optional(),
  BinaryValue: z.string().optional(),
});

/** The members of a message in a request. */
export const contents = {
  Message: z.string(),
  Subject: z.string().optional(),
  MessageStructure: z.string().optional(),
  MessageAttributes: z.record(z.string(), attribute).optional(),
};
type Contents = z.infer<z.ZodObject<typeof contents>>;

/** For one message, and for the messages of a batch together. */
export const MAX_BYTES = 262_144;
const MAX_SUBJECT = 100;

/**
 * A message as it is kept. Throws `InvalidParameter` and `ParameterValueInvalid` for what SNS does not take.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function newMessage(given: Contents, publishedAt: number, trace?: string): Message {
  const { Message: text, Subject: subject, MessageStructure: structure } = given;
  if (text === '') throw invalidParameter('Empty message');
  checkSubject(subject);
  if (sizeOf(given) > MAX_BYTES) throw invalidParameter('Message too long');
  const attributes = Object.entries(given.MessageAttributes ?? {}).map(readAttribute);
  return {
    id: randomUUID(),
    ...(subject !== undefined && { subject }),
    ...textsOf(text, structure),
    attributes: Object.fromEntries(attributes),
    publishedAt,
    ...(trace !== undefined && { trace }),
  };
}

/** Bytes that count against the limit. */
export function sizeOf({ Message: text, MessageAttributes = {} }: Contents): number {
  return Object.entries(MessageAttributes).reduce(
    (sum, [name, { DataType, StringValue = '', BinaryValue = '' }]) =>
      sum + Buffer.byteLength(name + DataType + StringValue) + Buffer.byteLength(BinaryValue, 'base64'),
    Buffer.byteLength(text),
  );
}

function checkSubject(subject: string | undefined): void {
  if (subject === undefined) return;
  if (subject === '' || /^\s|[\p{Cc}\u2028\u2029]/u.test(subject) || subject.length >= MAX_SUBJECT)
    throw invalidParameter('Subject');
}

const texts = z.looseObject({ default: z.string() });
const ofProtocol = z.string().optional().catch(undefined);
const ownTexts = z.object({ lambda: ofProtocol, sqs: ofProtocol, email: ofProtocol });

function textsOf(text: string, structure: string | undefined): Pick<Message, 'text' | 'texts'> {
  if (structure === undefined) return { text, texts: {} };
  if (structure !== 'json') throw invalidParameter('Message Structure - The only valid value is json');
  const parsed = texts.safeParse(parseObject(text));
  if (!parsed.success) throw invalidParameter('Message Structure - No default entry in JSON message body');
  return { text: parsed.data.default, texts: ownTexts.parse(parsed.data) };
}

function parseObject(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidParameter('Message Structure - JSON message body failed to parse');
  }
}

function readAttribute([name, given]: [string, z.infer<typeof attribute>]): [
  string,
  Message['attributes'][string],
] {
  const { DataType: type, StringValue, BinaryValue } = given;
  const kind = /^(String|Number|Binary)(\.[\w.-]+)?$/.exec(type)?.[1];
  if (/^(aws|amazon)\.|^\.|\.$|\.\./i.test(name) || !/^[\w.-]{1,256}$/.test(name) || kind === undefined)
    throw invalidAttribute(name, 'has an invalid name or message attribute type');
  const value = kind === 'Binary' ? BinaryValue : StringValue;
  if (value === undefined || value === '' || (StringValue !== undefined && BinaryValue !== undefined))
    throw invalidAttribute(name, `must contain non-empty message attribute value for its type '${type}'`);
  if (kind === 'Number' && !Number.isFinite(Number(value)))
    throw invalidAttribute(name, 'has a value that is no number');
  if (type === 'String.Array' && !Array.isArray(arrayOf(value)))
    throw invalidAttribute(name, 'has a value that is no JSON array');
  return [name, { type, value }];
}

function arrayOf(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function invalidAttribute(name: string, problem: string): ApiError {
  return new ApiError('ParameterValueInvalid', `The message attribute '${name}' ${problem}.`);
}
