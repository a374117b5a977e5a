import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a release lacks, or says twice. */
export class ReleaseError extends Error {
  override readonly name = 'ReleaseError';
}

/**
 * The section of the changelog of a release, without its heading. Throws a `ReleaseError` unless every package below
 * `root` has the version of the tag, `v` and a version, and the changelog has a section with a date and a text.
 */
export function releaseNotes(root: string, tag: string): string {
  const [, version] = /^v(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/.exec(tag) ?? [];
  if (version === undefined) throw new ReleaseError(`The tag ${tag} is not v and a version, such as v1.2.3.`);
  for (const file of globSync('{package.json,{libs,tools}/*/package.json}', { cwd: root }).toSorted()) {
    const found: { version?: string } = JSON.parse(readFileSync(join(root, file), 'utf8'));
    if (found.version !== version)
      throw new ReleaseError(
        `${file} has version ${found.version}: run npx nx release version ${version}, commit, tag again.`,
      );
  }
  return sectionOf(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version);
}

function sectionOf(changelog: string, version: string): string {
  const sections = changelog.split(/^## /m).filter((text) => text.startsWith(`[${version}]`));
  const [section, second] = sections;
  if (section === undefined || second !== undefined)
    throw new ReleaseError(`CHANGELOG.md has ${sections.length} sections [${version}] instead of one.`);
  const [heading = '', ...lines] = section.split('\n');
  if (!/^\[[^\]]+\] - \d{4}-\d\d-\d\d$/.test(heading))
    throw new ReleaseError(
      `The heading of ${version} in CHANGELOG.md has no date: write ## [${version}] - YYYY-MM-DD.`,
    );
  // Addresses of versions stand at the end of the file.
  const notes = lines
    .filter((line) => !/^\[[^\]]+\]: /.test(line))
    .join('\n')
    .trim();
  if (notes === '') throw new ReleaseError(`The section of ${version} in CHANGELOG.md is empty.`);
  return notes;
}

/** `node tools/ci/src/release/release-notes.ts TAG`: checks a release and prints its notes. */
function main([tag]: readonly string[]): void {
  if (tag === undefined) throw new Error('Give the tag, such as v1.2.3.');
  try {
    console.log(releaseNotes(process.cwd(), tag));
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

if (import.meta.main) main(process.argv.slice(2));
