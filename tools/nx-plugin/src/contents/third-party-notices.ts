import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MissingLicenceError } from '../native/errors.ts';
import type { InstalledPackage } from '../native/installed-package.ts';
import { licenceFiles, missingTexts } from '../native/licence-files.ts';

/** The name of the notices in an archive. */
export const NOTICES = 'THIRD-PARTY-NOTICES';

type Packages = {
  /** Where the locations of the bundled packages begin. */
  workspace: string;
  /** Packages whose code is in the bundle. */
  bundled: readonly InstalledPackage[];
  /** Packages that lie in the archive as files, with their terms. */
  native: readonly InstalledPackage[];
};

/**
 * What an archive says of the packages in it: name, version, licence, source and terms of each; the same text of terms
 * stands there once. Throws `MissingLicenceError` naming a package without a text.
 */
export function thirdPartyNotices({ workspace, bundled, native }: Packages): string {
  const texts = new Map<string, number>();
  const numberOf = (text: string) => {
    const number = texts.get(text) ?? texts.size + 1;
    texts.set(text, number);
    return number;
  };
  const isInBundle = (found: InstalledPackage) => bundled.includes(found);
  const all = [...bundled, ...native].toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const entries = all.map((found) => {
    const terms = isInBundle(found)
      ? termsOf(workspace, found).map((text) => `text ${numberOf(text)} below`)
      : [
          ...missingTexts(found).map((name) => `licences/${name}`),
          ...licenceFiles(found).map((file) => `${found.location}/${file}`),
        ];
    return noticeOf(found, terms);
  });
  const bodies = [...texts].map(([text, number]) => `${`---- text ${number} `.padEnd(80, '-')}\n\n${text}\n`);
  return [native.length > 0 ? PREFACE + SHARED : PREFACE, ...entries, ...bodies].join('\n');
}

const PREFACE =
  'Beside its own code this archive holds the packages below, each under the terms of its licence.\n';
const SHARED =
  'Libraries under the LGPL are shared libraries: a changed one of the same interface may take the place of the file.\n';

const keyOf = ({ name, version, location }: InstalledPackage) => `${name} ${version} ${location}`;

function termsOf(workspace: string, found: InstalledPackage): string[] {
  if (missingTexts(found).length > 0)
    throw new MissingLicenceError(
      `${found.name} ${found.version} brings no licence text, and its code is in the bundle`,
    );
  return licenceFiles(found).map((file) =>
    readFileSync(join(workspace, found.location, file), 'utf8')
      .replaceAll('\r\n', '\n')
      .trim(),
  );
}

function noticeOf({ name, version, license, source }: InstalledPackage, terms: readonly string[]): string {
  return [
    `${name} ${version}`,
    `  Licence: ${license}`,
    ...terms.map((each) => `  Terms: ${each}`),
    `  Source: ${source}`,
    '',
  ].join('\n');
}
