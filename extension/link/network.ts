/** What the background needs of the browser's network rules (room `gate`), handed in where it is started. */
import type { BoundProfile, ProfileSet } from '../../shared/host-profile.ts';

export interface Network {
  apply(set: Pick<ProfileSet, 'profiles'>): Promise<void>;
  /** @returns until when the tab may send, milliseconds since 1970 */
  open(opening: { bound: BoundProfile; origin: string; tabId: number; caseId?: string }): Promise<number>;
  close(tabId: number): Promise<void>;
  closeDue(): Promise<void>;
  closeAll(): Promise<void>;
}
