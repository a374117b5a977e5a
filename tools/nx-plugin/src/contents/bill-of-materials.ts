import { createHash } from 'node:crypto';
import type { InstalledPackage } from '../native/installed-package.ts';
import { type LockFile, packageName } from '../native/lock-file.ts';

type Archive = {
  /** The app, and its archive as it deploys. */
  name: string;
  version: string;
  zip: Uint8Array;
  /** Every package of which something is in the archive. */
  packages: readonly InstalledPackage[];
  lock: LockFile;
};

/**
 * What is in an archive, as CycloneDX 1.6 in JSON: each package with its licence, source, place in the registry and digest
 * as they are locked, and which of them needs which. It stands beside the archive, so that it can hold its digest and a
 * signature can bind both. The same archive gives the same bytes: there is no time in it.
 * https://cyclonedx.org/docs/1.6/json/
 */
export function billOfMaterials({ name, version, zip, packages, lock }: Archive): string {
  const locked = lockedPackages(lock);
  const unique = [...new Map(packages.map((each) => [urlOf(each), each])).values()];
  const sorted = unique.toSorted((one, other) => (urlOf(one) < urlOf(other) ? -1 : 1));
  const digest = createHash('sha256').update(zip).digest('hex');
  const app = `app:${name}`;
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(digest)}`,
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': app,
        name,
        version,
        hashes: [{ alg: 'SHA-256', content: digest }],
      },
    },
    components: sorted.map((each) => componentOf(each, locked.get(`${each.name}@${each.version}`))),
    dependencies: [
      { ref: app, dependsOn: sorted.map(urlOf) },
      ...sorted.map((each) => ({
        ref: urlOf(each),
        dependsOn: sorted.filter(({ name: other }) => each.needs.includes(other)).map(urlOf),
      })),
    ],
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

type Locked = { resolved?: string; integrity?: string };

function lockedPackages({ packages }: LockFile): Map<string, Locked> {
  return new Map(
    Object.entries(packages).map(([location, entry]) => [
      `${entry.name ?? packageName(location)}@${entry.version}`,
      entry,
    ]),
  );
}

/** https://github.com/package-url/purl-spec */
function urlOf({ name, version }: InstalledPackage): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function componentOf(found: InstalledPackage, locked: Locked = {}) {
  const [, scope, base = found.name] = /^(@[^/]+)\/(.+)$/.exec(found.name) ?? [];
  const digest = /^sha512-(.+)$/.exec(locked.integrity ?? '')?.[1];
  const references = [
    ...(found.source === '' ? [] : [{ type: 'vcs', url: found.source }]),
    ...(locked.resolved === undefined ? [] : [{ type: 'distribution', url: locked.resolved }]),
  ];
  return {
    type: 'library',
    'bom-ref': urlOf(found),
    ...(scope !== undefined && { group: scope }),
    name: base,
    version: found.version,
    ...(digest !== undefined && {
      hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }],
    }),
    licenses: [/ /.test(found.license) ? { expression: found.license } : { license: { id: found.license } }],
    purl: urlOf(found),
    ...(references.length > 0 && { externalReferences: references }),
  };
}

/** A UUID of version 8, which is one's own choice, from a digest. https://www.rfc-editor.org/rfc/rfc9562#section-5.8 */
function uuidOf(digest: string): string {
  const [, a, b, c, d, e] = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})/.exec(digest) ?? [];
  return `${a}-${b}-8${c}-8${d}-${e}`;
}
