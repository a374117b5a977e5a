/** Jest as it comes, in CommonJS. The package loads its ES modules by itself, so nothing is transformed. */
module.exports = { testMatch: ['<rootDir>/*.jest.cjs'], transform: {} };
