/** `npm run bench -- NAME [--json]`: one measurement. Figures are compared only within the run that printed them. */
import { parseArgs } from 'node:util';
import { append } from './append.ts';
import { gate } from './gate.ts';
import { page } from './page.ts';
import { panel } from './panel.ts';
import type { Benchmark } from './report.ts';
import { seal } from './seal.ts';
import { sheet } from './sheet.ts';

const BENCHMARKS: Readonly<Record<string, Benchmark>> = { append, gate, page, panel, seal, sheet };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const [name = ''] = positionals;
const benchmark = BENCHMARKS[name];
if (!benchmark) {
  console.error(`usage: npm run bench -- ${Object.keys(BENCHMARKS).join(' | ')} [--json]`);
  process.exit(2);
}
const figures = await benchmark((line) => console.log(line));
if (values.json) console.log(JSON.stringify(figures));
