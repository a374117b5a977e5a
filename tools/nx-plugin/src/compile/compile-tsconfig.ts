/**
 * The tsconfig that compiles libraries, to stand in a folder of `dist`; specs are left out. What it writes lies in its
 * folder `out`, as in the workspace.
 */
export function compileTsconfig(projects: readonly string[]): object {
  return {
    extends: '../../tsconfig.base.json',
    include: projects.map((project) => `../../${project}/src/**/*`),
    exclude: ['../../**/*.spec.ts', '../../**/*.fixture.ts'],
    compilerOptions: {
      noEmit: false,
      declaration: true,
      sourceMap: true,
      // The sources are not packed.
      inlineSources: true,
      rootDir: '../..',
      outDir: 'out',
    },
  };
}
