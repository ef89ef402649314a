/** 无上述情形. Only people of the case can say it of the case. */
import { nilDeclaration } from '../../shared/records/nil-declaration.ts';
import { refusesOutsiders } from './people-of-case.ts';
import { recordType } from './record-type.ts';

export const nilDeclarationType = recordType({
  type: 'nil-declaration',
  schema: nilDeclaration,
  upstream: 'report',
  *refuses(record, circumstances) {
    return yield* refusesOutsiders(record, circumstances);
  },
});
