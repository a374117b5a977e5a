import { type NxJsonConfiguration, readNxJson, type Tree, updateNxJson } from '@nx/devkit';

/** What the inferred targets call the files that they read. A workspace may mean others by the same names. */
const NAMED_INPUTS: NonNullable<NxJsonConfiguration['namedInputs']> = {
  sharedConfig: ['{workspaceRoot}/tsconfig.base.json', '{workspaceRoot}/.nvmrc'],
  sources: [
    '{projectRoot}/**/*',
    '!{projectRoot}/**/*.spec.ts',
    '!{projectRoot}/**/*.fixture.ts',
    '!{projectRoot}/**/*.md',
    '!{projectRoot}/dist/**/*',
  ],
  bundled: ['sources', '!{projectRoot}/src/samples/**/*', '!{projectRoot}/src/testing/**/*'],
  everything: ['{projectRoot}/**/*', '!{projectRoot}/dist/**/*', 'sharedConfig'],
};

/**
 * A migration for `nx migrate`: adds the named inputs that nx.json lacks. Those that it has stay as they are, and a second
 * run changes nothing.
 */
export default function addNamedInputs(tree: Tree): void {
  const nxJson = readNxJson(tree) ?? {};
  const { namedInputs = {} } = nxJson;
  if (Object.keys(NAMED_INPUTS).every((name) => name in namedInputs)) return;
  updateNxJson(tree, { ...nxJson, namedInputs: { ...NAMED_INPUTS, ...namedInputs } });
}
