import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MissingLicenceError } from './errors.ts';
import type { InstalledPackage } from './installed-package.ts';

/** The texts of licences that packages name and do not bring: the LGPL is worded as additions to the GPL. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  'LGPL-3.0-or-later': ['LGPL-3.0.txt', 'GPL-3.0.txt'],
};
const LICENCE_FILE = /^(licen[cs]e|copying|notice)[^/]*$/i;
const README = 'README.md';

/** The files of a package that state terms; without a licence of its own, its readme lists those of its parts. */
export function licenceFiles({ files }: InstalledPackage): string[] {
  const own = files.filter((file) => LICENCE_FILE.test(file));
  return own.length > 0 ? own : files.filter((file) => file === README);
}

/**
 * What an archive must say of the packages in it, as files of the archive: `THIRD-PARTY-NOTICES.txt`, and under
 * `licences/` the texts that packages do not bring. Throws `MissingLicenceError` naming a package without a text.
 */
export function thirdPartyNotices(packages: readonly InstalledPackage[]): Record<string, Uint8Array> {
  const names = new Set(packages.flatMap(missingTexts));
  const texts = [...names].map((name) => [
    `licences/${name}`,
    readFileSync(join(import.meta.dirname, 'licences', name)),
  ]);
  const notices = `${PREFACE}\n${packages.map(noticeOf).join('\n')}`;
  return { 'THIRD-PARTY-NOTICES.txt': Buffer.from(notices), ...Object.fromEntries(texts) };
}

const PREFACE = `Beside its own code this archive holds the packages below, each under the terms of its licence.
Libraries under the LGPL are shared libraries: a changed one of the same interface may take the place of the file.
`;

function missingTexts(found: InstalledPackage): readonly string[] {
  if (found.files.some((file) => LICENCE_FILE.test(file))) return [];
  const texts = TEXTS[found.license];
  if (texts !== undefined) return texts;
  throw new MissingLicenceError(
    `${found.name} ${found.version} brings no licence text, and that of "${found.license}" is not known here`,
  );
}

function noticeOf(found: InstalledPackage): string {
  const terms = [
    ...missingTexts(found).map((name) => `licences/${name}`),
    ...licenceFiles(found).map((file) => `${found.location}/${file}`),
  ];
  return [
    `${found.name} ${found.version}`,
    `  Licence: ${found.license}`,
    ...terms.map((file) => `  Terms: ${file}`),
    `  Source: ${found.source}`,
    '',
  ].join('\n');
}
