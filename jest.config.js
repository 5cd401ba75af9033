/** One configuration; the projects differ only in which files they take. Real PostgreSQL and Kafka are started by the tests that need them. */
const base = {
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', {}] },
  moduleNameMapper: {
    '^@tidemark/(.*)$': '<rootDir>/libs/$1/src/index.ts',
    // Ours say .js and are .ts; what a package calls .json.js is just that.
    '^(\\.{1,2}/.*(?<!\\.json))\\.js$': '$1',
  },
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.tidemark'],
};

export default {
  // For a machine of two cores on which several servers start at the same time: five seconds would measure the machine.
  testTimeout: 60_000,
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/{apps,libs,scripts,deploy}/**/*.spec.ts',
        '<rootDir>/test/{,truth/,truth/flags/,flags/,storm/workload/,bench/fleet/}*.spec.ts',
      ],
    },
    { ...base, displayName: 'integration', testMatch: ['<rootDir>/{apps,libs,deploy,test}/**/*.int-spec.ts'] },
    { ...base, displayName: 'e2e', testMatch: ['<rootDir>/test/{e2e,storm}/**/*.e2e-spec.ts'] },
  ],
};
