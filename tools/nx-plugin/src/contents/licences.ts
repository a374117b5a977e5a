import type { InstalledPackage } from '../native/installed-package.ts';

/** The licences under which a package may be in a zip, and for some of them which packages. */
type AllowedLicences = Readonly<Record<string, 'any package' | RegExp>>;

/** By SPDX identifier: https://spdx.org/licenses. Who adds one has read what it asks of the zips. */
export const ALLOWED_LICENCES: AllowedLicences = {
  '0BSD': 'any package',
  'Apache-2.0': 'any package',
  'BSD-2-Clause': 'any package',
  'BSD-3-Clause': 'any package',
  'BlueOak-1.0.0': 'any package',
  ISC: 'any package',
  MIT: 'any package',
  // A shared library beside the code, which a changed one can replace.
  'LGPL-3.0-or-later': /^@img\/sharp-libvips-/,
};

/** A package is in a zip under a licence that is not allowed there. */
class LicenceError extends Error {
  override readonly name = 'LicenceError';
}

/** Throws `LicenceError` naming every package whose licence is not allowed, and the licence. */
export function checkLicences(
  packages: readonly InstalledPackage[],
  allowed: AllowedLicences = ALLOWED_LICENCES,
): void {
  const refused = packages.filter(({ name, license }) => !isAllowed(license, name, allowed));
  if (refused.length === 0) return;
  const list = refused.map(({ name, version, license }) => `${name} ${version} (${license || 'no licence'})`);
  throw new LicenceError(
    `${list.join(', ')}: not under a licence that a zip may have. Use another package, or allow the licence in contents/licences.ts`,
  );
}

/** An SPDX expression: of `OR` one side is enough, of `AND` both are needed. https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions */
function isAllowed(expression: string, name: string, allowed: AllowedLicences): boolean {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const either = (): boolean => {
    let result = both();
    for (; tokens[at] === 'OR'; result = both() || result) at += 1;
    return result;
  };
  const both = (): boolean => {
    let result = single();
    for (; tokens[at] === 'AND'; result = single() && result) at += 1;
    return result;
  };
  const single = (): boolean => {
    const token = tokens[at++];
    if (token !== '(') return token !== undefined && isLicenceAllowed(token, name, allowed);
    const result = either();
    return tokens[at++] === ')' && result;
  };
  return either() && at === tokens.length;
}

function isLicenceAllowed(licence: string, name: string, allowed: AllowedLicences): boolean {
  const packages = Object.hasOwn(allowed, licence) ? allowed[licence] : undefined;
  return packages !== undefined && (packages === 'any package' || packages.test(name));
}
