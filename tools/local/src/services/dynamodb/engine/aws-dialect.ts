import * as z from 'zod';
import { type Account, arnOf } from '../../../arn.ts';
import type { EngineDialect } from './dialect.ts';

const ENGINE_ARN = /^arn:[\w-]+:(dynamodb|kms):[^:]*:[^:]*:/;

/**
 * The dialect of an engine that speaks as AWS does, its shards, positions and iterators included. Its region and account
 * may be others than the stack's: `tableArn` is the ARN that it gives to any table.
 */
export function awsDialect(account: Account, tableArn: string): EngineDialect {
  const own = arnOf('dynamodb', account, '');
  const engine = ENGINE_ARN.exec(tableArn)?.[0] ?? own;
  const engineArn = (arn: string) => (arn.startsWith(own) ? engine + arn.slice(own.length) : arn);
  return {
    engineArn,
    clientArns: (output) => changeTexts(output, (text) => clientArn(account, text)),
    shardInput: (_stream, input) => ({ ...input, StreamArn: engineArn(input.StreamArn ?? '') }),
    clientShards: (_stream, shards) => shards,
    clientRecords: (_stream, records) => records.map((record) => ({ ...record, awsRegion: account.region })),
  };
}

/** An engine's ARN with the region and account of the stack; every other text as it is. */
export function clientArn(account: Account, text: string): string {
  return text.replace(ENGINE_ARN, (_, service: string) => arnOf(service, account, ''));
}

const anObject = z.looseObject({});

/** Output with every text in it changed; `name` is that of the text's member. */
export function changeTexts(output: unknown, change: (text: string, name: string) => string): object {
  const text = JSON.stringify(output, (name, value: unknown) =>
    typeof value === 'string' ? change(value, name) : value,
  );
  return anObject.parse(JSON.parse(text));
}
