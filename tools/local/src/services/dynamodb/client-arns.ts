import * as z from 'zod';
import { clientArn, clientLabel, type Place } from './engine-names.ts';

/** Output that describes tables or streams, its ARNs and stream labels as clients see them. */
export function clientArns(place: Place, output: unknown): object {
  const text = JSON.stringify(output, (name, value: unknown) => {
    if (typeof value !== 'string') return value;
    return LABELS.has(name) ? clientLabel(value) : clientArn(place, value);
  });
  return z.looseObject({}).parse(JSON.parse(text));
}

const LABELS: ReadonlySet<string> = new Set(['StreamLabel', 'LatestStreamLabel']);
