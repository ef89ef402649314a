import { defineConfig } from 'vitest/config';

const never = ['**/node_modules/**', '.output/**', '.wxt/**'];
const inBrowser = 'test/e2e/**/*.test.ts';

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
          exclude: never,
          // Each file opens browsers of its own; two at a time would wait for each other on a small computer.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
