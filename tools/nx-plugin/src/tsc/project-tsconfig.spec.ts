import { describe, expect, it } from '@jest/globals';
import { projectTsconfig } from './project-tsconfig.ts';

describe('projectTsconfig', () => {
  it('checks the sources of a project against the sources of its libs', () => {
    expect(projectTsconfig('libs/events', false)).toEqual({
      extends: '../../../../../tsconfig.base.json',
      include: ['*.ts', '../../../../../libs/events/src/**/*'],
    });
  });

  it('compiles into the dist folder of the project, specs left out', () => {
    expect(projectTsconfig('libs/events', true)).toMatchObject({
      exclude: [
        '../../../../../libs/events/src/**/*.spec.ts',
        '../../../../../libs/events/src/**/*.fixture.ts',
      ],
      compilerOptions: { noEmit: false, outDir: '../../../../../libs/events/dist', customConditions: [] },
    });
  });
});
