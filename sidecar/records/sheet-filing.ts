/** 入卷. Filed by the person of the case through whose session the sheet went into the case file. */
import { sheetFiling } from '../../shared/records/sheet-filing.ts';
import { refusesOutsiders } from './people-of-case.ts';
import { recordType } from './record-type.ts';

export const sheetFilingType = recordType({
  type: 'sheet-filing',
  schema: sheetFiling,
  upstream: 'report',
  *standsFor({ body: { sheetHash, fileHash } }) {
    return [sheetHash, fileHash];
  },
  *refuses(record, circumstances) {
    return yield* refusesOutsiders(record, circumstances);
  },
});
