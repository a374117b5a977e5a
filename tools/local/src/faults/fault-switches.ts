import type { Service } from '../gateway/service.ts';
import { FaultPlanError } from './errors.ts';
import { checkRates, type Fault, type FaultPlanInput, faultSchema, parseFaultPlan } from './fault-plan.ts';
import type { FaultyCall } from './pick-fault.ts';

/** A fault that can be turned on and off while the stack runs. */
type FaultSwitch = {
  readonly id: number;
  readonly fault: Fault;
  readonly isOn: boolean;
  /** How often it struck since it was turned on. */
  readonly struck: number;
};

/** A fault that struck, and the call that it struck. */
type Strike = FaultyCall & { id: number; time: number; kind: Fault['kind']; faultId: number };

type Target = Pick<Service, 'name' | 'operations'>;

/** The faults of a running stack. What throws `FaultPlanError` changes nothing. */
export type FaultSwitches = {
  readonly seed: number;
  /** Those that may strike now. */
  on(): readonly Fault[];
  /** Whether it struck as often as it may. */
  isSpent(fault: Fault): boolean;
  struck(fault: Fault, call: FaultyCall): void;
  /** Names what faults may strike from now on. Throws `FaultPlanError` for one that is on and could never strike. */
  reach(services: readonly Target[]): void;
  targets(): readonly Target[];
  list(): readonly FaultSwitch[];
  /** The latest first. */
  strikes(): readonly Strike[];
  find(id: number): FaultSwitch | undefined;
  /** Adds a fault, which is on. Throws `FaultPlanError`. */
  add(fault: Fault): void;
  /** Puts a fault in place of one, which is on or off as that was. Throws `FaultPlanError`. */
  change(id: number, fault: Fault): void;
  /** A fault that is turned on counts anew. Throws `FaultPlanError`. */
  turn(id: number, isOn: boolean): void;
  remove(id: number): void;
  /** Back to those of the plan; what has struck is forgotten. */
  reset(): void;
  /** Grows with each change and strike. */
  revision(): number;
  /** Calls the listener when one strikes or is changed. */
  onChange(listener: () => void): void;
};

const transactions = { service: 'dynamodb', operation: 'TransactWriteItems' } as const;
const posts = { service: 'execute-api', operation: 'PostToConnection' } as const;
const ends = { service: 'execute-api', operation: '$disconnect' } as const;

/** One fault of each kind, where it is worth a look: what a stack has to turn on when its plan has none of the kind. */
const USUAL_FAULTS: FaultPlanInput['faults'] = [
  { ...transactions, kind: 'throttle', rate: 0.1 },
  { service: 'sqs', operation: 'DeleteMessageBatch', kind: 'error5xx', rate: 0.1 },
  { ...transactions, kind: 'replyLost', rate: 0.1 },
  { service: 'sqs', operation: 'ReceiveMessage', kind: 'connectionReset', rate: 0.05 },
  { service: 'dynamodb', operation: 'GetRecords', kind: 'latency', rate: 0.2, ms: 500 },
  { ...transactions, kind: 'transactionConflict', rate: 0.1 },
  { ...transactions, kind: 'partitionLimit', units: 20 },
  { ...posts, kind: 'gone', rate: 0.2 },
  { ...posts, kind: 'reorder', rate: 0.5, ms: 500 },
  { ...ends, kind: 'dropDisconnect', rate: 1 },
  { ...ends, kind: 'repeatDisconnect', rate: 1 },
];

/** Strikes that are kept. */
const KEPT = 500;

/** The faults of a plan, which are on, and one of each other kind, which is off. Throws `FaultPlanError`. */
export function createFaultSwitches(input?: FaultPlanInput): FaultSwitches {
  const { seed = 1, faults: given = [] } = input === undefined ? {} : parseFaultPlan(input);
  const others = USUAL_FAULTS.filter(({ kind }) => given.every((each) => each.kind !== kind));
  let lastId = 0;
  const entry = (fault: Fault, isOn: boolean): FaultSwitch => ({ id: (lastId += 1), fault, isOn, struck: 0 });
  const atFirst = (): FaultSwitch[] => [
    ...given.map((fault) => entry(fault, true)),
    ...others.map((fault) => entry(faultSchema.parse(fault, { jitless: true }), false)),
  ];
  let switches: readonly FaultSwitch[] = atFirst();
  let on: readonly Fault[] = given;
  let services: readonly Target[] = [];
  let strikes: readonly Strike[] = [];
  let strikeCount = 0;
  let revision = 0;
  const listeners: (() => void)[] = [];
  const told = () => {
    revision += 1;
    for (const listener of listeners) listener();
  };

  function set(next: readonly FaultSwitch[]): void {
    const nextOn = next.filter(({ isOn }) => isOn).map(({ fault }) => fault);
    checkRates(nextOn);
    switches = next;
    on = nextOn;
    told();
  }
  const replace = (id: number, change: (found: FaultSwitch) => FaultSwitch) =>
    set(switches.map((each) => (each.id === id ? change(each) : each)));

  return {
    seed,
    on: () => on,
    isSpent: (fault) =>
      switches.some((each) => each.fault === fault && each.struck >= (fault.times ?? Infinity)),
    struck: (fault, call) => {
      const found = switches.find((each) => each.fault === fault);
      strikeCount += 1;
      const strike = {
        ...call,
        id: strikeCount,
        time: Date.now(),
        kind: fault.kind,
        faultId: found?.id ?? 0,
      };
      strikes = [strike, ...strikes].slice(0, KEPT);
      switches = switches.map((each) => (each === found ? { ...each, struck: each.struck + 1 } : each));
      told();
    },
    reach: (targets) => {
      services = targets;
      on.forEach((fault, index) => checkTarget(fault, services, `faults[${index}].`));
    },
    targets: () => services,
    list: () => switches,
    strikes: () => strikes,
    find: (id) => switches.find((each) => each.id === id),
    add: (fault) => {
      checkTarget(fault, services);
      set([...switches, entry(fault, true)]);
    },
    change: (id, fault) => {
      checkTarget(fault, services);
      replace(id, (found) => ({ ...found, fault, struck: 0 }));
    },
    turn: (id, isOn) =>
      replace(id, (found) =>
        isOn ? { ...found, isOn, fault: { ...found.fault }, struck: 0 } : { ...found, isOn },
      ),
    remove: (id) => set(switches.filter((each) => each.id !== id)),
    reset: () => {
      strikes = [];
      set(atFirst());
    },
    revision: () => revision,
    onChange: (listener) => void listeners.push(listener),
  };
}

function checkTarget({ service: name, operation }: Fault, services: readonly Target[], place = ''): void {
  const found = services.find((one) => one.name === name);
  if (found === undefined) {
    const service = `${name} is none of ${services.map((one) => one.name).join(', ')}`;
    throw new FaultPlanError(`${place}service: ${service}`, { fields: { service } });
  }
  if (operation === '$disconnect' || found.operations.has(operation)) return;
  const missing = `the local stack has no ${name}:${operation}`;
  throw new FaultPlanError(`${place}operation: ${missing}`, { fields: { operation: missing } });
}
