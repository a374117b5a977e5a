import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ReleaseError, releaseNotes } from './release-notes.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

const CHANGELOG = `# Changelog

## [Unreleased]

## [1.2.0] - 2026-11-27

### Added

- A thing.

## [1.1.0] - 2026-10-01

- Older.

[1.2.0]: https://example.com/v1.2.0
`;

/** A workspace with two packages. */
function workspace({ changelog = CHANGELOG, library = '1.2.0' } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  folders.push(folder);
  mkdirSync(join(folder, 'libs/one'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "version": "1.2.0" }');
  writeFileSync(join(folder, 'libs/one/package.json'), JSON.stringify({ version: library }));
  writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
  return folder;
}

describe('the notes of a release', () => {
  it('are its section of the changelog', () => {
    expect(releaseNotes(workspace(), 'v1.2.0')).toBe('### Added\n\n- A thing.');
  });

  it.each([
    ['the tag is no version', {}, 'release-1', 'The tag release-1 is not v and a version, such as v1.2.3.'],
    ['the tag is the start of one', {}, 'v1.2', 'The tag v1.2 is not v and a version, such as v1.2.3.'],
    [
      'a package has another version',
      { library: '1.1.0' },
      'v1.2.0',
      'libs/one/package.json has version 1.1.0: run npx nx release version 1.2.0, commit, tag again.',
    ],
    [
      'the changelog has no section',
      { changelog: '## [Unreleased]\n' },
      'v1.2.0',
      'CHANGELOG.md has 0 sections [1.2.0] instead of one.',
    ],
    [
      'the changelog has two',
      { changelog: `${CHANGELOG}\n## [1.2.0] - 2026-11-28\n\n- Other.\n` },
      'v1.2.0',
      'CHANGELOG.md has 2 sections [1.2.0] instead of one.',
    ],
    [
      'the section has no date',
      { changelog: '## [1.2.0]\n\n- A thing.\n' },
      'v1.2.0',
      'The heading of 1.2.0 in CHANGELOG.md has no date: write ## [1.2.0] - YYYY-MM-DD.',
    ],
    [
      'the section is empty',
      { changelog: '## [1.2.0] - 2026-11-27\n\n[1.2.0]: https://example.com\n' },
      'v1.2.0',
      'The section of 1.2.0 in CHANGELOG.md is empty.',
    ],
  ])('are refused when %s', (_, options, tag, message) => {
    expect(() => releaseNotes(workspace(options), tag)).toThrow(new ReleaseError(message));
  });
});
