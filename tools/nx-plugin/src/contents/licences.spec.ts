import { describe, expect, it } from '@jest/globals';
import { ALLOWED_LICENCES, checkLicences } from './licences.ts';

const packageOf = (license: string, name = 'dep') => ({
  ...{ name, version: '1.2.0', license, location: `node_modules/${name}`, source: '', files: [], needs: [] },
});

describe('a licence', () => {
  it.each([
    'MIT',
    'Apache-2.0',
    '(MIT OR GPL-3.0-only)',
    'GPL-3.0-only OR (ISC AND BSD-3-Clause)',
    'MIT AND ISC',
  ])('%s is allowed', (license) => {
    expect(() => checkLicences([packageOf(license)])).not.toThrow();
  });

  it.each([
    'GPL-3.0-only',
    'MIT AND GPL-3.0-only',
    '(MIT',
    'MIT)',
    'MIT ISC',
    'MIT OR',
    '()',
    '',
    'SEE LICENSE IN LICENSE.md',
    'UNLICENSED',
    'constructor',
    'mit',
    'LGPL-3.0-or-later',
    'Apache-2.0 WITH LLVM-exception',
  ])('"%s" is refused, naming the package', (license) => {
    expect(() => checkLicences([packageOf(license)])).toThrow(
      `dep 1.2.0 (${license || 'no licence'}): not under a licence that a zip may have`,
    );
  });

  it('is allowed for the packages that the list names alone', () => {
    const license = 'LGPL-3.0-or-later';
    expect(() => checkLicences([packageOf(license, '@img/sharp-libvips-linux-x64')])).not.toThrow();
  });

  it('that leaves the list is refused', () => {
    const others = Object.fromEntries(Object.entries(ALLOWED_LICENCES).filter(([name]) => name !== 'MIT'));
    const packages = [packageOf('MIT', 'one'), packageOf('ISC', 'two'), packageOf('MIT', 'three')];
    expect(() => checkLicences(packages, others)).toThrow('one 1.2.0 (MIT), three 1.2.0 (MIT): not under');
  });
});
