import { expect, it } from '@jest/globals';
import { projectTsconfig } from './project-tsconfig.ts';

it('compiles into the dist folder of the project, specs left out', () => {
  expect(projectTsconfig('libs/events')).toMatchObject({
    extends: '../../../../tsconfig.base.json',
    include: ['../../../../libs/events/src/**/*'],
    exclude: ['../../../../libs/events/src/**/*.spec.ts', '../../../../libs/events/src/**/*.fixture.ts'],
    compilerOptions: { noEmit: false, outDir: '../../../../libs/events/dist', customConditions: [] },
  });
});
