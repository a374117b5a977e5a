type Name = 'describe' | 'it' | 'test' | 'expect' | 'beforeAll' | 'beforeEach' | 'afterAll' | 'afterEach';
type Callable = (...args: never[]) => unknown;
type Globals = Record<Name, Callable>;

let current: Globals;

/** Sets what the functions below do until the next call: each spec file has its own. */
export function holdGlobals(globals: Globals): void {
  current = globals;
}

/**
 * What `@jest/globals` exports, for spec files that Node's loader loads. A file that several spec files import, such as
 * a fixture, is loaded once, so the functions look up what they do with each call.
 */
export const describe = forward('describe');
export const it = forward('it');
export const test = forward('test');
export const expect = forward('expect');
export const beforeAll = forward('beforeAll');
export const beforeEach = forward('beforeEach');
export const afterAll = forward('afterAll');
export const afterEach = forward('afterEach');

function forward(name: Name): Callable {
  return new Proxy(() => undefined, {
    apply: (_, self, args) => Reflect.apply(current[name], self, args),
    get: (_, property) => Reflect.get(current[name], property),
  });
}
