import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MissingLicenceError } from './errors.ts';
import type { InstalledPackage } from './installed-package.ts';

/** The texts of licences that packages name and do not bring: the LGPL is worded as additions to the GPL. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  'LGPL-3.0-or-later': ['LGPL-3.0.txt', 'GPL-3.0.txt'],
};
const LICENCE_FILE = /^((un)?licen[cs]e|copying|notice)[^/]*$/i;
const README = 'README.md';

/** The files of a package that state terms; without a licence of its own, its readme lists those of its parts. */
export function licenceFiles({ files }: InstalledPackage): string[] {
  const own = files.filter((file) => LICENCE_FILE.test(file));
  return own.length > 0 ? own : files.filter((file) => file === README);
}

/**
 * The names of the texts that a package does not bring. Throws `MissingLicenceError` when there is no text of its licence.
 */
export function missingTexts(found: InstalledPackage): readonly string[] {
  if (found.files.some((file) => LICENCE_FILE.test(file))) return [];
  const texts = TEXTS[found.license];
  if (texts !== undefined) return texts;
  throw new MissingLicenceError(
    `${found.name} ${found.version} brings no licence text, and that of "${found.license}" is not known here`,
  );
}

/** The texts that packages do not bring, as files of an archive. */
export function addedTexts(packages: readonly InstalledPackage[]): Record<string, Uint8Array> {
  const names = new Set(packages.flatMap(missingTexts));
  return Object.fromEntries(
    [...names].map((name) => [`licences/${name}`, readFileSync(join(import.meta.dirname, 'licences', name))]),
  );
}
