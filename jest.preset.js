/** One Jest configuration for every project, which `nx test <project>` runs: `node --conditions=@hanok/source`. */
export default {
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  runtime: '<rootDir>/tools/nx-plugin/src/test/native-runtime.ts',
  transform: {},
  testTimeout: 30_000,
};
