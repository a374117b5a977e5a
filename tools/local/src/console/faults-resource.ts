import {
  faultId,
  type FaultState,
  faultState,
  type FaultTargets,
  faultTargets,
  faultTurn,
} from '@hanok/console';
import * as z from 'zod';
import { FaultPlanError } from '../faults/errors.ts';
import { faultSchema } from '../faults/fault-plan.ts';
import type { FaultSwitches } from '../faults/fault-switches.ts';
import type { Functions } from '../services/lambda/functions.ts';
import { ConsoleError, consoleOperation, type ConsoleResource } from './console-operation.ts';

type Context = { faults: FaultSwitches; functions: Pick<Functions, 'list'> };

/** The faults of the stack as switches; `fault` among the changes tells that one struck or was changed. */
export const faultsResource: ConsoleResource<Context> = [
  consoleOperation({
    method: 'GET',
    path: '/faults',
    summary: 'The faults that the stack may inject, each on or off, and what struck lately.',
    input: z.strictObject({}),
    answer: faultState,
    run: ({ faults }: Context) => stateOf(faults),
  }),
  consoleOperation({
    method: 'GET',
    path: '/faults/targets',
    summary: 'The operations that faults may strike, and who calls them.',
    input: z.strictObject({}),
    answer: faultTargets,
    run: ({ faults, functions }: Context): FaultTargets => ({
      services: faults
        .targets()
        .map(({ name, operations }) => ({ name, operations: [...operations].toSorted() })),
      callers: [
        'external',
        ...functions
          .list()
          .map(({ config }) => config.name)
          .toSorted(),
      ],
    }),
  }),
  consoleOperation({
    method: 'POST',
    path: '/faults',
    summary: 'Adds a fault, as a plan for --chaos has it; it is on at once.',
    input: z.strictObject({}),
    body: faultSchema,
    answer: faultState,
    run: ({ faults }: Context, _input, fault) => changed(faults, () => faults.add(fault)),
  }),
  consoleOperation({
    method: 'POST',
    path: '/faults/{id}',
    summary: 'Puts a fault in place of this one, which stays on or off and counts anew.',
    input: faultId,
    body: faultSchema,
    answer: faultState,
    run: ({ faults }: Context, { id }, fault) => changed(faults, () => faults.change(id, fault), id),
  }),
  consoleOperation({
    method: 'POST',
    path: '/faults/{id}/turn',
    summary: 'Turns a fault on or off; one that is turned on counts anew.',
    input: faultId,
    body: faultTurn,
    answer: faultState,
    run: ({ faults }: Context, { id }, { isOn }) => changed(faults, () => faults.turn(id, isOn), id),
  }),
  consoleOperation({
    method: 'POST',
    path: '/faults/{id}/remove',
    summary: 'Removes a fault.',
    input: faultId,
    body: z.strictObject({}),
    answer: faultState,
    run: ({ faults }: Context, { id }) => changed(faults, () => faults.remove(id), id),
  }),
];

/** Makes a change, and answers what is so after it. */
function changed(faults: FaultSwitches, change: () => void, id?: number): FaultState {
  if (id !== undefined && faults.find(id) === undefined)
    throw new ConsoleError(404, `There is no fault ${id}: it was removed, or never was`);
  try {
    change();
  } catch (error) {
    if (!(error instanceof FaultPlanError)) throw error;
    const { fields, message } = error;
    throw new ConsoleError(400, Object.values(fields)[0] ?? message, fields);
  }
  return stateOf(faults);
}

function stateOf(faults: FaultSwitches): FaultState {
  return {
    revision: faults.revision(),
    faults: faults.list().map(({ fault, ...rest }) => ({ ...rest, ...fault })),
    strikes: [...faults.strikes()],
  };
}
