import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import Ajv from 'ajv';
import { strFromU8, unzipSync } from 'fflate';

const workspace = join(import.meta.dirname, '../../../..');
const json = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const { schemas } = json(join(import.meta.dirname, 'cyclonedx-1.6.json'));
const formats = { 'iri-reference': /^\S+$/, 'idn-email': /^\S+@\S+$/ };
const ajv = new Ajv({ schemas, formats });
const MANIFEST = /(^|\/)node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/;

/** The packages in a zip, as the metafile and the zip say it: `name@version`, in order. */
function packagesOf(zip: string, files: Readonly<Record<string, Uint8Array>>): string[] {
  const app = basename(join(zip, '..'));
  const { inputs } = json(join(zip, '../meta.json')).outputs[`dist/apps/${app}/main.js`];
  const manifests = Object.keys(inputs).flatMap((file) => {
    const folder = /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0];
    return folder !== undefined && inputs[file].bytesInOutput > 0
      ? readFileSync(join(workspace, folder, 'package.json'), 'utf8')
      : [];
  });
  const native = Object.entries(files).flatMap(([name, bytes]) =>
    MANIFEST.test(name) ? strFromU8(bytes) : [],
  );
  const packages = [...manifests, ...native].map((text) => JSON.parse(text));
  return [...new Set(packages.map(({ name, version }) => `${name}@${version}`))].toSorted();
}

describe.each(globSync('dist/apps/*/*.zip', { cwd: workspace }).toSorted())('%s', (path) => {
  const bytes = readFileSync(join(workspace, path));
  const files = unzipSync(bytes, { filter: ({ name }) => !/\.(so|node)/.test(name) });
  const packages = packagesOf(join(workspace, path), files);
  const bill = json(join(workspace, path.replace(/\.zip$/, '.cdx.json')));

  it('has beside it a valid bill of exactly what is in it, and of its own digest', () => {
    expect(ajv.validate('http://cyclonedx.org/schema/bom-1.6.schema.json', bill)).toBe(true);
    const listed: { group?: string; name: string; version: string }[] = bill.components;
    const names = listed.map(({ group, name, version }) => `${group ? `${group}/` : ''}${name}@${version}`);
    expect(names.toSorted()).toEqual(packages);
    expect(bill.metadata.component.hashes[0].content).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(JSON.stringify(bill)).not.toContain('timestamp');
  });

  it('has notices of exactly what is in it, with the terms of each', () => {
    const notices = strFromU8(files['THIRD-PARTY-NOTICES'] ?? new Uint8Array());
    const entries = [...notices.matchAll(/^(\S+) (\S+)\n {2}Licence: .+\n((?: {2}Terms: .+\n)+)/gm)];
    expect(new Set(entries.map(([, name, version]) => `${name}@${version}`))).toEqual(new Set(packages));
    for (const [, , , terms = ''] of entries)
      for (const [, place = ''] of terms.matchAll(/Terms: (.+)/g)) {
        const text = /^text (\d+) below$/.exec(place)?.[1];
        if (text === undefined) expect(files).toHaveProperty([place]);
        else expect(notices).toContain(`\n---- text ${text} ---`);
      }
  });
});

it('the schema of bills refuses one without its version', () => {
  const bill = { bomFormat: 'CycloneDX', version: 1, components: [] };
  expect(ajv.validate('http://cyclonedx.org/schema/bom-1.6.schema.json', bill)).toBe(false);
});
