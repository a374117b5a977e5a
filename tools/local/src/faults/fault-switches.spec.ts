import { describe, expect, it } from '@jest/globals';
import { createFaultSwitches } from './fault-switches.ts';

const services = [{ name: 'sqs', operations: new Set(['SendMessage']) }];
const sends = { service: 'sqs', operation: 'SendMessage' };
const call = { ...sends, caller: 'external' };

describe('the switches of faults', () => {
  it('are on for the faults of a plan, and off for one of each other kind', () => {
    const faults = createFaultSwitches({ seed: 7, faults: [{ ...sends, kind: 'throttle', rate: 1 }] });
    expect(faults.seed).toBe(7);
    expect(faults.list().map(({ isOn }) => isOn)).toEqual([true, ...Array<boolean>(10).fill(false)]);
    expect(faults.on()).toEqual([{ ...sends, kind: 'throttle', rate: 1 }]);
    expect(createFaultSwitches().on()).toEqual([]);
  });

  it('count anew what is turned on again or changed, and keep what struck', () => {
    const faults = createFaultSwitches();
    faults.reach(services);
    faults.add({ ...sends, kind: 'throttle', rate: 1, times: 1 });
    const id = faults.list().at(-1)?.id ?? 0;
    const strike = () => faults.on().forEach((fault) => faults.struck(fault, call));
    const isSpent = () => faults.on().map(faults.isSpent);
    strike();
    expect(isSpent()).toEqual([true]);
    faults.turn(id, false);
    faults.turn(id, true);
    expect(isSpent()).toEqual([false]);
    strike();
    faults.change(id, { ...sends, kind: 'error5xx', rate: 1, times: 1 });
    expect([isSpent(), faults.on()]).toEqual([[false], [{ ...sends, kind: 'error5xx', rate: 1, times: 1 }]]);
    expect(faults.strikes().map(({ kind, faultId }) => [kind, faultId])).toEqual([
      ...[
        ['throttle', id],
        ['throttle', id],
      ],
    ]);
  });

  it('are those of the plan again after a reset', () => {
    const plan = { ...sends, kind: 'throttle', rate: 1 } as const;
    const faults = createFaultSwitches({ seed: 7, faults: [plan] });
    faults.reach(services);
    faults.on().forEach((fault) => faults.struck(fault, call));
    faults.turn(faults.list()[0]?.id ?? 0, false);
    faults.add({ ...sends, kind: 'error5xx', rate: 1 });
    faults.reset();
    expect([faults.on(), faults.strikes()]).toEqual([[plan], []]);
    expect(faults.list().map(({ struck }) => struck)).toEqual(Array<number>(11).fill(0));
  });

  it('change nothing for a fault that could never strike or would make the rates more than 1', () => {
    const faults = createFaultSwitches();
    faults.reach(services);
    faults.add({ ...sends, kind: 'throttle', rate: 0.6 });
    const before = faults.list();
    const wrong = [
      { fault: { ...sends, kind: 'error5xx', rate: 0.6 }, field: 'rate' },
      { fault: { ...sends, operation: 'Sned', kind: 'throttle', rate: 0.1 }, field: 'operation' },
      { fault: { ...sends, service: 'sns', kind: 'throttle', rate: 0.1 }, field: 'service' },
    ] as const;
    for (const { fault, field } of wrong)
      expect(() => faults.add(fault)).toThrow(
        expect.objectContaining({ fields: { [field]: expect.any(String) } }),
      );
    expect(faults.list()).toEqual(before);
  });
});
