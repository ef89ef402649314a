/** `node test/access-document/update.ts` writes docs/access.md anew. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { accessDocument } from './document.ts';

writeFileSync(resolve(import.meta.dirname, '../../docs/access.md'), accessDocument());
