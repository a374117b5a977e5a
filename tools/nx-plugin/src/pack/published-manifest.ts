/** A `package.json`, as far as packing reads it. */
export type Manifest = Readonly<Record<string, unknown>> & {
  name: string;
  exports?: Readonly<Record<string, Target>>;
  files?: readonly string[];
  repository?: object;
  dependencies?: Readonly<Record<string, string>>;
  peerDependencies?: Readonly<Record<string, string>>;
};
type Target = string | Readonly<Record<string, string>>;

/** The condition by which this workspace reads libraries from source. */
const SOURCE = '@hanok/source';
/** What only this workspace reads. */
const OWN_FIELDS = ['nx', 'devDependencies', 'scripts', 'private', 'exports', 'files', 'sideEffects'];

/**
 * The `package.json` that users get: without what only this workspace reads, with where the project lives, which the
 * root's says, and with `NODE_CHECK` as the one module that a bundle must keep.
 */
export function publishedManifest(manifest: Manifest, root: Manifest, directory: string): object {
  const { homepage, bugs, author, repository } = root;
  const kept = Object.entries(manifest).filter(([field]) => !OWN_FIELDS.includes(field));
  return {
    ...Object.fromEntries(kept),
    ...{ author, homepage, bugs, repository: { ...repository, directory } },
    sideEffects: [`./${NODE_CHECK}`],
    exports: {
      ...publishedExports(manifest),
      './package.json': './package.json',
    },
    files: [...new Set(['CHANGELOG.md', ...(manifest.files ?? [])])],
  };
}

/** What is exported to users: not what has the condition of this workspace alone, such as fixtures that start engines. */
function publishedExports({ exports = {} }: Manifest): Readonly<Record<string, Target>> {
  const published = Object.entries(exports).map(([subpath, target]) => {
    if (typeof target === 'string') return [subpath, target] as const;
    return [
      subpath,
      Object.fromEntries(Object.entries(target).filter(([condition]) => condition !== SOURCE)),
    ] as const;
  });
  return Object.fromEntries(published.filter(([, target]) => Object.keys(target).length > 0));
}

/** The paths that users can import or whose types they read, patterns among them. */
export function exportedFiles(manifest: Manifest): string[] {
  return Object.values(publishedExports(manifest)).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target),
  );
}

/** A module that each exported module of a packed library imports first. */
export const NODE_CHECK = 'dist/node-check.js';

/** Older releases lack what the libraries use, and a handler would fail each event of its own. */
export const NODE_CHECK_TEXT = `const node = globalThis.process?.versions?.node;
if (Number.parseInt(node ?? '22') < 22) throw new Error(\`Hanok needs Node 22 or newer; this is Node \${node}\`);
`;
