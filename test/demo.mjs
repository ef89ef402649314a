/** `npm run demo`: sets up what is missing, then hands over to test/demo/main.ts on the pinned Node. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pinnedEnv, ROOT, setUp } from './setup.mjs';

const { node } = await setUp({ browser: true });
const demo = spawn(node, [join(ROOT, 'test/demo/main.ts'), ...process.argv.slice(2)], {
  cwd: ROOT,
  env: pinnedEnv(),
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => demo.kill(signal));
demo.on('exit', (code) => process.exit(code ?? 1));
