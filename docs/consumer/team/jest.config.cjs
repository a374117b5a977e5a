/** Jest as it comes, in CommonJS: the libraries, and jose below one of them, are ES modules and have to be transformed. */
module.exports = {
  testMatch: ['<rootDir>/tests/*.jest.cjs'],
  transform: { '\\.c?js$': ['@swc/jest', { module: { type: 'commonjs' } }] },
  transformIgnorePatterns: ['/node_modules/(?!(@hanok|jose)/)'],
};
