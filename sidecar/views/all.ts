/** Every view, and which of them each record type goes to. */
import { RECORD_TYPES } from '../records/all.ts';
import { caseFileView } from './case-file.ts';
import { dutiesView } from './duties.ts';
import { gateView } from './gate.ts';
import { outboxView } from './outbox.ts';
import { receivedView } from './received.ts';
import { recusalsView } from './recusals.ts';
import { sheetView } from './sheet.ts';
import { staffView } from './staff.ts';
import type { View } from './view.ts';

const upstreamTypes = RECORD_TYPES.filter((type) => type.upstream).map((type) => type.type);

export const VIEWS: readonly View[] = [
  staffView,
  caseFileView,
  gateView,
  sheetView,
  recusalsView,
  dutiesView,
  outboxView(upstreamTypes),
  receivedView,
];

export const VIEWS_BY_TYPE: ReadonlyMap<string, readonly View[]> = new Map(
  RECORD_TYPES.map(({ type }) => [type, VIEWS.filter((view) => view.types.includes(type))]),
);
