import { posix } from 'node:path';

/** Folder of the generated configuration of a project, from the workspace root. */
export function tsconfigFolder(projectRoot: string, emit: boolean): string {
  return posix.join('dist/tsc', emit ? 'build' : 'check', projectRoot);
}

/**
 * The tsconfig of one project, to stand in `tsconfigFolder`. Checking reads other libs from their sources and takes
 * the TypeScript files beside it as well; compiling reads the built declarations of other libs, as an outside user
 * does, and leaves specs out.
 */
export function projectTsconfig(projectRoot: string, emit: boolean): object {
  const up = posix.relative(tsconfigFolder(projectRoot, emit), '.');
  const source = posix.join(up, projectRoot, 'src');
  const sources = posix.join(source, '**/*');
  const base = { extends: posix.join(up, 'tsconfig.base.json') };
  if (!emit) return { ...base, include: ['*.ts', sources] };
  return {
    ...base,
    include: [sources],
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
