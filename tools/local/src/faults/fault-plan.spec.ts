import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseFaultPlan, readFaultPlan } from './fault-plan.ts';

const throttle = { service: 'dynamodb', operation: 'TransactWriteItems', rate: 0.2, kind: 'throttle' };
const plan = (...faults: object[]) => ({ seed: 7, faults });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faults-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a fault plan', () => {
  it.each<[string, unknown, string]>([
    [
      'an unknown kind',
      plan({ ...throttle, kind: 'flood' }),
      'faults[0].kind: must be one of throttle, error5xx',
    ],
    ['an unknown field', plan(throttle, { ...throttle, often: 1 }), 'faults[1].often: is not a field of it'],
    ['an unknown field of the plan', { ...plan(throttle), speed: 2 }, 'speed: is not a field of it'],
    ['a wait without latency', plan({ ...throttle, ms: 5 }), 'faults[0].ms: is not a field of it'],
    ['a missing rate', plan({ ...throttle, rate: undefined }), 'faults[0].rate: '],
    ['a rate over 1', plan({ ...throttle, rate: 1.1 }), 'faults[0].rate: '],
    ['a rate of 0', plan({ ...throttle, rate: 0 }), 'faults[0].rate: '],
    ['rates of one operation over 1', plan({ ...throttle, rate: 0.9 }, throttle), 'add up to 1.1, over 1'],
    ['no times at all', plan({ ...throttle, times: 0 }), 'faults[0].times: '],
    ['an empty caller', plan({ ...throttle, caller: '' }), 'faults[0].caller: '],
    ['no faults', plan(), 'faults: '],
    ['a seed that is none', { ...plan(throttle), seed: 'x' }, 'seed: '],
    ['no object', [], 'the plan: '],
    [
      'a conflict of what is no transaction',
      plan({ ...throttle, operation: 'PutItem', kind: 'transactionConflict' }),
      'faults[0].operation: must be TransactWriteItems for a transactionConflict',
    ],
    [
      'a limit of what writes nothing',
      plan({ service: 'dynamodb', operation: 'GetItem', kind: 'partitionLimit' }),
      'faults[0].operation: must be one of PutItem, UpdateItem, DeleteItem, TransactWriteItems',
    ],
    [
      'a limit of no units',
      plan({ service: 'dynamodb', operation: 'PutItem', kind: 'partitionLimit', units: 0 }),
      'faults[0].units: ',
    ],
  ])('with %s is refused, naming the field', (_title, value, message) => {
    expect(() => parseFaultPlan(value)).toThrow(
      expect.objectContaining({ name: 'FaultPlanError', message: expect.stringContaining(message) }),
    );
  });

  it('gives a limit 1,000 units a second, all calls, and no share in the rates of the others', () => {
    const writes = { service: 'dynamodb', operation: 'TransactWriteItems' } as const;
    const [limit] = parseFaultPlan({
      faults: [
        { ...writes, kind: 'partitionLimit' },
        { ...writes, kind: 'throttle', rate: 1 },
      ],
    }).faults;
    expect(limit).toEqual({ ...writes, kind: 'partitionLimit', rate: 1, units: 1_000 });
  });

  it('gives the fault of one post no share in the rates of the others', () => {
    const posts = { service: 'execute-api', operation: 'PostToConnection' };
    const one = { ...posts, kind: 'gone', rate: 1, nth: 3 };
    expect(
      parseFaultPlan(plan(one, { ...one, nth: 5 }, { ...posts, kind: 'reorder', rate: 1 })).faults,
    ).toHaveLength(3);
    expect(() =>
      parseFaultPlan(
        plan(one, { ...posts, kind: 'reorder', rate: 1 }, { ...posts, kind: 'gone', rate: 0.1 }),
      ),
    ).toThrow('add up to 1.1');
  });

  it('gives different callers rates of their own', () => {
    const ofCaller = (caller: string) => ({ ...throttle, caller, rate: 0.9 });
    expect(parseFaultPlan(plan(ofCaller('a'), ofCaller('b'))).faults).toHaveLength(2);
  });

  it('is read from a file, whose name stands in every error', () => {
    const file = join(folder, 'chaos.json');
    writeFileSync(file, JSON.stringify(plan(throttle)));
    expect(readFaultPlan(file)).toEqual(plan(throttle));
    writeFileSync(file, '{');
    expect(() => readFaultPlan(file)).toThrow(`${file}: `);
    expect(() => readFaultPlan(join(folder, 'none.json'))).toThrow(/none\.json: .*ENOENT/);
  });

  it('stands in the example as it may be written', () => {
    const kinds = readFaultPlan(join(import.meta.dirname, 'example.json')).faults.map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(11);
  });
});
