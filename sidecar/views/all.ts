/** Every view, and which of them each record type goes to. */
import type { Channel } from '../../shared/records/upstream.ts';
import { RECORD_TYPES } from '../records/all.ts';
import type { Steps } from '../store/plan.ts';
import { caseFileView } from './case-file.ts';
import { complaintsView } from './complaints.ts';
import { countsView } from './counts.ts';
import { destructionsView } from './destructions.ts';
import { dutiesView } from './duties.ts';
import { entriesView } from './entries.ts';
import { escalationsView } from './escalations.ts';
import { gateView } from './gate.ts';
import { grantsView } from './grants.ts';
import { type ChannelOf, outboxView } from './outbox.ts';
import { protectionView } from './protection.ts';
import { receivedView } from './received.ts';
import { recusalsView } from './recusals.ts';
import { sheetView } from './sheet.ts';
import { staffView } from './staff.ts';
import type { View } from './view.ts';
import { witnessedView } from './witnessed.ts';

const channelOf: ChannelOf = new Map(
  RECORD_TYPES.flatMap(({ type, upstream }) => {
    if (upstream === false) return [];
    const named = function* (): Steps<Channel> {
      return upstream as Channel;
    };
    return [[type, typeof upstream === 'string' ? named : upstream] as const];
  }),
);

export const VIEWS: readonly View[] = [
  staffView,
  caseFileView,
  gateView,
  entriesView,
  grantsView,
  destructionsView,
  sheetView,
  recusalsView,
  dutiesView,
  outboxView(channelOf),
  escalationsView,
  countsView,
  receivedView,
  witnessedView,
  complaintsView,
  protectionView,
];

export const VIEWS_BY_TYPE: ReadonlyMap<string, readonly View[]> = new Map(
  RECORD_TYPES.map(({ type }) => [type, VIEWS.filter((view) => view.types.includes(type))]),
);
