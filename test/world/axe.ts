/** axe-core, run inside one document: a page of the extension, or the panel's frame. */
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';

const here = createRequire(import.meta.url);
// Comes with @axe-core/playwright, whose own runner looks at whole pages only.
const { source } = createRequire(here.resolve('@axe-core/playwright'))('axe-core') as { source: string };

interface Violation {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** @returns one line for each node that violates a rule; empty when all is well */
export async function violations(surface: Frame | Page): Promise<string[]> {
  await surface.evaluate(`typeof axe === 'undefined' && (() => { ${source} })()`);
  const found = (await surface.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations, passes }) => {
       if (passes.length < 5) throw new Error('axe found next to nothing to look at');
       return violations;
     })`,
  )) as Violation[];
  return found.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`,
    ),
  );
}
