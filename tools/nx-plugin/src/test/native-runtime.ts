import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import type JestRuntime from 'jest-runtime';
import { holdGlobals } from './jest-globals.ts';

// Its types describe what `require` gives.
const { default: Runtime }: typeof JestRuntime = createRequire(import.meta.url)('jest-runtime');

/** What this runtime takes from Node's realm into that of Jest's own code, where `expect.any(String)` compares it. */
const SHARED = {
  Array,
  BigInt,
  Boolean,
  Date,
  Error,
  Function,
  Map,
  Number,
  Object,
  Promise,
  RegExp,
  Set,
  String,
  Symbol,
};

const GLOBALS = new URL('./jest-globals.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals' ? { url: GLOBALS, shortCircuit: true } : next(specifier, context),
});

/**
 * A runtime of Jest that loads spec files with Node's own loader, which strips the types: the code runs as it does in
 * production, and a package is loaded once for a worker, not once for each spec file. In return spec files that run in
 * one worker share its modules and its `process.env`. https://jestjs.io/docs/configuration#runtime-string
 */
export default class NativeRuntime extends Runtime {
  static #count = 0;

  constructor(...[config, environment, ...options]: ConstructorParameters<typeof Runtime>) {
    super(config, environment, ...options);
    Object.assign(environment.global, SHARED);
  }

  override setGlobalsForRuntime(globals: Parameters<JestRuntime.default['setGlobalsForRuntime']>[0]): void {
    holdGlobals(globals);
  }

  override unstable_shouldLoadAsEsm(): boolean {
    return true;
  }

  override async unstable_importModule(path: string): Promise<void> {
    NativeRuntime.#count += 1;
    await import(`${pathToFileURL(path).href}?run=${NativeRuntime.#count}`);
  }
}
