import { defineConfig } from 'vitest/config';

const never = ['**/node_modules/**', '.output/**', '.wxt/**'];
const inBrowser = 'test/e2e/**/*.test.ts';
/** Left to `npm run test:long`, so that `npm test` stays under ten minutes on two cores. */
const long = [
  'test/e2e/counts.test.ts',
  'test/e2e/direct-report.test.ts',
  'test/e2e/grants.test.ts',
  'test/e2e/hostile-page.test.ts',
  'test/e2e/hostile-press.test.ts',
  'test/e2e/isolation.test.ts',
  'test/e2e/other-extension.test.ts',
];

/** Each file opens browsers of its own; two at a time would wait for each other on a small computer. */
const oneBrowserAtATime = { fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...never, inBrowser],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: [inBrowser],
          exclude: [...never, ...long],
          ...oneBrowserAtATime,
        },
      },
      { test: { name: 'long', include: long, exclude: never, ...oneBrowserAtATime } },
    ],
  },
});
