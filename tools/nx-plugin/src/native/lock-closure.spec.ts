import { describe, expect, it } from '@jest/globals';
import { lockClosure, nativePackages, stagingManifests } from './lock-closure.ts';

const linux = (cpu: string, libc?: string[]) => ({ os: ['linux'], cpu: [cpu], ...(libc && { libc }) });
const lock = {
  lockfileVersion: 3,
  packages: {
    '': {},
    'node_modules/codec': {
      version: '2.0.0',
      dependencies: { colour: '^1.0.0' },
      optionalDependencies: {
        'codec-arm64': '2.0.0',
        'codec-x64': '2.0.0',
        'codec-musl': '2.0.0',
        'codec-plan9': '2.0.0',
      },
    },
    'node_modules/codec/node_modules/colour': { version: '1.0.0', dependencies: { names: '*' } },
    'node_modules/colour': { version: '3.0.0' },
    'node_modules/names': { version: '1.0.0', dependencies: { colour: '*' } },
    'node_modules/codec-arm64': { version: '2.0.0', ...linux('arm64', ['glibc']) },
    'node_modules/codec-x64': { version: '2.0.0', ...linux('x64') },
    'node_modules/codec-musl': { version: '2.0.0', ...linux('x64', ['musl']) },
    'node_modules/other': { version: '9.0.0' },
    'node_modules/broken': { version: '1.0.0', dependencies: { nowhere: '*' } },
  },
};

describe('lockClosure', () => {
  it('takes what Node would find from each package, of every platform, and nothing else', () => {
    expect(Object.keys(lockClosure(lock, ['codec']))).toEqual([
      'node_modules/codec',
      'node_modules/codec-arm64',
      'node_modules/codec-musl',
      'node_modules/codec-x64',
      'node_modules/codec/node_modules/colour',
      'node_modules/colour',
      'node_modules/names',
    ]);
  });

  it.each([
    ['nothing', 'package nothing is not in the lock file'],
    ['broken', 'package nowhere is not in the lock file'],
  ])('refuses %s, which is not locked whole', (name, problem) => {
    expect(() => lockClosure(lock, [name])).toThrow(problem);
  });
});

it('finds the packages of native code for a processor, those of another libc left out', () => {
  const closure = lockClosure(lock, ['codec']);
  expect(nativePackages(closure, 'x64')).toEqual(['codec-x64']);
  expect(nativePackages(closure, 'arm64')).toEqual(['codec-arm64']);
  expect(nativePackages(closure, 'riscv64')).toEqual([]);
});

it('asks for exactly the locked version of each package', () => {
  const staged = stagingManifests(lock, ['colour']);
  expect(staged.manifest.dependencies).toEqual({ colour: '3.0.0' });
  expect(staged.lock).toMatchObject({
    lockfileVersion: 3,
    packages: {
      '': { dependencies: { colour: '3.0.0' } },
      'node_modules/colour': { version: '3.0.0' },
    },
  });
});
