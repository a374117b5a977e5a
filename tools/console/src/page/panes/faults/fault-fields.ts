import type { FaultSwitch } from '../../../api/faults.ts';

export type Kind = FaultSwitch['kind'];

/** In the order in which they are offered. */
export const KINDS: readonly Kind[] = [
  ...(['throttle', 'error5xx', 'replyLost', 'connectionReset', 'latency', 'transactionConflict'] as const),
  ...(['partitionLimit', 'gone', 'reorder', 'dropDisconnect', 'repeatDisconnect'] as const),
];

const NAMES = ['service', 'operation', 'caller', 'rate', 'times', 'ms', 'units', 'nth'] as const;
type FieldName = (typeof NAMES)[number];
/** What stands in the fields of the form. */
export type FaultFields = Record<FieldName, string> & { kind: Kind };

const ENDS = { service: 'execute-api', operation: '$disconnect' };
const POSTS = { service: 'execute-api', operation: 'PostToConnection' };

/** The one operation that some kinds strike. */
export const FIXED_TARGETS: Readonly<Partial<Record<Kind, { service: string; operation: string }>>> = {
  transactionConflict: { service: 'dynamodb', operation: 'TransactWriteItems' },
  gone: POSTS,
  reorder: POSTS,
  dropDisconnect: ENDS,
  repeatDisconnect: ENDS,
};

/** The fields that a kind has. */
export function namesFor(kind: Kind): readonly FieldName[] {
  return NAMES.filter((name) => {
    if (name === 'caller') return FIXED_TARGETS[kind] !== ENDS;
    if (name === 'ms') return kind === 'latency' || kind === 'reorder';
    if (name === 'units') return kind === 'partitionLimit';
    return name !== 'nth' || kind === 'gone';
  });
}

export function fieldsOf(fault: FaultSwitch | undefined): FaultFields {
  const { kind = 'throttle', ...given } = fault ?? { service: 'dynamodb', operation: '', rate: 0.1 };
  const entries = NAMES.map((name) => [name, String(given[name as keyof typeof given] ?? '')]);
  return { kind, ...Object.fromEntries(entries) };
}

/** A fault as the API takes it; what is no number is sent as it is, and refused there. */
export function sentOf({ kind, ...fields }: FaultFields): object {
  const given = namesFor(kind).flatMap((name): [string, string | number][] => {
    const text = fields[name].trim();
    if (text === '' && name !== 'rate')
      return name === 'service' || name === 'operation' ? [[name, text]] : [];
    const isNumber =
      !['service', 'operation', 'caller'].includes(name) && text !== '' && !Number.isNaN(Number(text));
    return [[name, isNumber ? Number(text) : text]];
  });
  return { kind, ...Object.fromEntries(given) };
}
