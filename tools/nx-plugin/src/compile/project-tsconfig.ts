import { posix } from 'node:path';

/** Folder of the generated configuration of a project, from the workspace's root. */
export function tsconfigFolder(projectRoot: string): string {
  return posix.join('dist/compile', projectRoot);
}

/**
 * The tsconfig that compiles one library, to stand in `tsconfigFolder`. It reads the built declarations of other
 * libraries, as an outside user does, and leaves specs out.
 */
export function projectTsconfig(projectRoot: string): object {
  const up = posix.relative(tsconfigFolder(projectRoot), '.');
  const source = posix.join(up, projectRoot, 'src');
  return {
    extends: posix.join(up, 'tsconfig.base.json'),
    include: [posix.join(source, '**/*')],
    exclude: ['**/*.spec.ts', '**/*.fixture.ts'].map((pattern) => posix.join(source, pattern)),
    compilerOptions: {
      customConditions: [],
      noEmit: false,
      declaration: true,
      sourceMap: true,
      rootDir: source,
      outDir: posix.join(up, projectRoot, 'dist'),
    },
  };
}
