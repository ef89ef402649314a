import { parseArgs } from 'node:util';
import { startTrialSystem } from './server.ts';

const DEFAULT_PORT = 8090;

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

function wantedPort(): number {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' } } });
    if (values.port === undefined) return DEFAULT_PORT;
    const port = Number(values.port);
    if (/^\d+$/.test(values.port) && port <= 65535) return port;
  } catch {
    // Said below.
  }
  return fail('用法：node test/trial-system/main.ts [--port 端口号]，端口号为 0 至 65535 的整数。');
}

const port = wantedPort();
try {
  const { url, close } = await startTrialSystem({ port });
  console.log(`审判管理系统已启动：${url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void close().then(() => process.exit(0)));
  }
} catch (error) {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') fail(`端口 ${port} 已被占用，请用 --port 换一个端口。`);
  if (code === 'EACCES') fail(`没有权限使用端口 ${port}，请用 --port 换一个端口。`);
  fail(`审判管理系统启动失败：${error instanceof Error ? error.message : String(error)}`);
}
