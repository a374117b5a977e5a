import { createRequire } from 'node:module';

/** What is read of the answers of publint. https://publint.dev/docs/javascript-api */
type Publint = {
  publint: (options: {
    pack: { tarball: ArrayBuffer };
    strict: boolean;
  }) => Promise<{ messages: object[]; pkg: object }>;
};
type PublintTexts = { formatMessage: (message: object, manifest: object) => string };
/** What is read of the answers of "Are the types wrong". https://github.com/arethetypeswrong/arethetypeswrong.github.io */
type Attw = {
  createPackageFromTarballData: (tarball: Uint8Array) => TarPackage;
  checkPackage: (
    tarball: TarPackage,
  ) => Promise<{ types: object | false; problems?: readonly TypeProblem[] }>;
};
type TypeProblem = { kind: string; resolutionKind?: string; entrypoint?: string };
/** The files of a tarball, each named as it lies in `node_modules`. */
type TarPackage = { listFiles: () => string[]; readFile: (path: string) => string };

// Their declarations are of a TypeScript of their own; these are the parts that are used.
const require = createRequire(import.meta.url);
const { publint }: Publint = require('publint');
const { formatMessage }: PublintTexts = require('publint/utils');
const { createPackageFromTarballData, checkPackage }: Attw = require('@arethetypeswrong/core');

/**
 * Kinds of findings that are the format itself: `exports` alone, ES modules alone. CommonJS takes them by `require` on
 * Node 22.12 and newer, and with TypeScript 5.8 and newer.
 */
const BY_DESIGN: readonly string[] = ['NoResolution node10', 'CJSResolvesToESM node16-cjs'];

/** What both tools say of a package, its warnings and suggestions too. */
export async function findingsOf(tarball: Buffer): Promise<string[]> {
  const bytes = Uint8Array.from(tarball);
  const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer }, strict: true });
  const { types, problems = [] } = await checkPackage(createPackageFromTarballData(bytes));
  const ofTypes = problems
    .filter(({ kind, resolutionKind }) => !BY_DESIGN.includes(`${kind} ${resolutionKind}`))
    .map(({ kind, resolutionKind, entrypoint }) => `${kind} ${resolutionKind ?? ''} ${entrypoint ?? ''}`);
  return [
    ...messages.map((message) => formatMessage(message, pkg)),
    ...ofTypes,
    ...(types === false ? ['no types'] : []),
  ];
}

/** The files of a tarball by their path in the package. */
export function filesOf(tarball: Buffer): ReadonlyMap<string, string> {
  const packed = createPackageFromTarballData(Uint8Array.from(tarball));
  return new Map(
    packed
      .listFiles()
      .map((path) => [path.replace(/^\/node_modules\/(@[^/]+\/)?[^/]+\//, ''), packed.readFile(path)]),
  );
}
